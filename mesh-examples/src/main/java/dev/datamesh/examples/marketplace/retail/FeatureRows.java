package dev.datamesh.examples.marketplace.retail;

import dev.datamesh.core.CancelledException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Feature rows as the daily batches of three domains would write them: one row per entity and day,
 * while the entity is active. The event time is the end of the day, the created time the end of the
 * batch.
 */
public final class FeatureRows {

  /** The name of the event time's column. */
  public static final String EVENT_TIME = "event_timestamp";

  /** The name of the created time's column. */
  public static final String CREATED_TIME = "created_timestamp";

  private static final int CUSTOMER_ACTIVE_DAYS = 90;
  private static final int SHIPMENT_ACTIVE_DAYS = 60;
  private static final int PRODUCT_ACTIVE_DAYS = 30;
  private static final long PREMIUM_THOUSANDTHS = 5_000_000;
  private static final int CHURN_DAYS = 90;
  private static final int REPORT_EVERY = 256;

  private FeatureRows() {}

  /** {@code ventas_customer_features}: what customers spend, how often, and since when not. */
  public static Frame customers(List<Invoice> invoices, LocalDate last, Progress progress) {
    int lastDay = (int) last.toEpochDay();
    Rows rows = new Rows("customer_id", 6);
    List<Activity> activities = Activity.of(invoices);
    for (int i = 0; i < activities.size(); i++) {
      Activity customer = activities.get(i);
      report(progress, "features of customers", i, activities.size());
      for (int d = customer.firstPurchaseDay(); d <= lastDay; d++) {
        if (customer.isActive(d, CUSTOMER_ACTIVE_DAYS)) {
          long spent30 = customer.spent(d - 30, d);
          int bought30 = customer.purchases(d - 30, d);
          rows.add(
              customer.customer(),
              d,
              customer.spent(d - 7, d) / 1000.0,
              spent30 / 1000.0,
              customer.purchases(d - 7, d),
              bought30 == 0 ? Double.NaN : spent30 / 1000.0 / bought30,
              d - customer.lastPurchaseDay(d),
              customer.spent(d - 365, d) > PREMIUM_THOUSANDTHS ? 1 : 0);
        }
      }
    }
    return rows.toFrame(
        rows.doubles(0, "total_purchases_7d"),
        rows.doubles(1, "total_purchases_30d"),
        rows.longs(2, "transaction_count_7d"),
        rows.doubles(3, "avg_basket_size_30d"),
        rows.longs(4, "days_since_last_purchase"),
        rows.longs(5, "is_premium_customer"));
  }

  /** {@code logistica_features}: shipments and returns of customers. */
  public static Frame shipments(List<Invoice> invoices, LocalDate last, Progress progress) {
    int lastDay = (int) last.toEpochDay();
    Rows rows = new Rows("customer_id", 2);
    List<Activity> activities = Activity.of(invoices);
    for (int i = 0; i < activities.size(); i++) {
      Activity customer = activities.get(i);
      report(progress, "features of shipments", i, activities.size());
      for (int d = customer.firstPurchaseDay(); d <= lastDay; d++) {
        if (customer.isActive(d, SHIPMENT_ACTIVE_DAYS)) {
          int shipped = customer.purchases(d - 30, d);
          int returned = customer.returns(d - 30, d);
          rows.add(
              customer.customer(),
              d,
              shipped,
              shipped == 0 ? Double.NaN : (double) returned / shipped);
        }
      }
    }
    return rows.toFrame(rows.longs(0, "total_shipments_30d"), rows.doubles(1, "return_rate_30d"));
  }

  /** {@code producto_features}: the price of products and their age. */
  public static Frame products(RetailLines lines, PriceHistory prices, Progress progress) {
    int firstDay = (int) lines.firstDay().toEpochDay();
    int days = (int) lines.lastDay().toEpochDay() - firstDay + 1;
    boolean[][] sold = new boolean[lines.stocks.size()][];
    for (int line = 0; line < lines.size(); line++) {
      if (lines.isSale(line)) {
        int product = lines.stockCode(line);
        sold[product] = sold[product] == null ? new boolean[days] : sold[product];
        sold[product][lines.day(line) - firstDay] = true;
      }
    }
    Rows rows = new Rows("product_id", 2);
    for (int product = 0; product < sold.length; product++) {
      report(progress, "features of products", product, sold.length);
      if (sold[product] == null) {
        continue;
      }
      List<PriceHistory.Change> changes = prices.changes(product);
      int change = 0;
      int lastSold = Integer.MIN_VALUE / 2;
      for (int d = firstDay; d < firstDay + days; d++) {
        lastSold = sold[product][d - firstDay] ? d : lastSold;
        while (change + 1 < changes.size() && changes.get(change + 1).day() <= d) {
          change++;
        }
        if (d - lastSold <= PRODUCT_ACTIVE_DAYS) {
          rows.add(
              lines.stocks.word(product),
              d,
              changes.get(change).price() / 1000.0,
              d - prices.firstSeen(product));
        }
      }
    }
    return rows.toFrame(rows.doubles(0, "current_price"), rows.longs(1, "days_since_launch"));
  }

  /**
   * Who was a customer at each month's end (bought within the 90 days before) and whether nothing
   * was bought in the 90 days after: the rows to train on.
   */
  public static Frame churnLabels(List<Invoice> invoices, YearMonth from, YearMonth to) {
    List<String> customers = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    List<Long> labels = new ArrayList<>();
    List<Activity> activities = Activity.of(invoices);
    for (YearMonth month = from; !month.isAfter(to); month = month.plusMonths(1)) {
      int day = (int) month.atEndOfMonth().toEpochDay();
      for (Activity customer : activities) {
        if (customer.isActive(day, CUSTOMER_ACTIVE_DAYS)) {
          customers.add(customer.customer());
          times.add(endMicros(day));
          labels.add(customer.purchases(day + 1, day + CHURN_DAYS) == 0 ? 1L : 0L);
        }
      }
    }
    return Frame.of(
        Column.of(Field.required("customer_id", FieldType.Primitive.STRING), customers),
        Column.ofMicros(EVENT_TIME, times.stream().mapToLong(Long::longValue).toArray()),
        Column.ofLongs("churned_90d", labels.stream().mapToLong(Long::longValue).toArray()));
  }

  private static void report(Progress progress, String work, int done, int total) {
    if (done % REPORT_EVERY == 0 && !progress.report(work, done, total)) {
      throw new CancelledException("Stopped " + work, work);
    }
  }

  static long endMicros(int day) {
    return TimeUnit.DAYS.toMicros(day + 1L);
  }
}

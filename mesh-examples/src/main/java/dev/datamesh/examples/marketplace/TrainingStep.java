package dev.datamesh.examples.marketplace;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.Row;
import dev.datamesh.examples.marketplace.retail.FeatureRows;
import dev.datamesh.examples.marketplace.retail.Invoice;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.HistoricalRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/** Step 6: a training set whose features were known at each row's instant. */
final class TrainingStep {

  private static final YearMonth FIRST = YearMonth.of(2011, 1);

  /** The last month whose 90 days after are covered by the data. */
  private static final YearMonth LAST = YearMonth.of(2011, 8);

  private static final String SPENT_30D = "total_purchases_30d";

  private static final List<String> SHOWN =
      List.of(
          "customer_id",
          FeatureRows.EVENT_TIME,
          "churned_90d",
          SPENT_30D,
          "avg_basket_size_30d",
          "days_since_last_purchase",
          "return_rate_30d");

  private TrainingStep() {}

  static void tell(Terminal terminal, FeatureStore store, List<Invoice> invoices, Results results) {
    terminal.step(6, "Training set: who will churn, with features as of each month's end");
    Frame spine = FeatureRows.churnLabels(invoices, FIRST, LAST);
    Frame training =
        store.historicalFeatures(
            spine,
            HistoricalRequest.ofService(FeaturesStep.CHURN_SERVICE)
                .eventTimes()
                .progress(terminal));
    results.write("training-set.csv", training::writeCsv);
    long churned = 0;
    long complete = 0;
    for (Row row : training) {
      churned += row.getLong("churned_90d");
      complete += row.isNull(SPENT_30D) ? 0 : 1;
    }
    terminal.say(
        "%,d rows: customers active at the month ends from %s to %s; %,d churned (%.1f %%); %,d"
            + " have features",
        training.rows(),
        FIRST.atEndOfMonth(),
        LAST.atEndOfMonth(),
        churned,
        100.0 * churned / training.rows(),
        complete);
    terminal.say("%s", training.select(SHOWN).toTable(5));
    proveThatNothingLeaked(terminal, training, invoices);
    terminal.done();
  }

  /**
   * Takes a customer who bought again within two days of a month's end, and shows that the joined
   * sum is the one of the invoices up to that instant. Then does the same for every row.
   */
  private static void proveThatNothingLeaked(
      Terminal terminal, Frame training, List<Invoice> invoices) {
    Row shown = null;
    long later = 0;
    for (Row row : training) {
      Instant asOf = Objects.requireNonNull(row.getInstant(FeatureRows.EVENT_TIME));
      Instant event = row.getInstant(eventTimeOf(SPENT_30D));
      later += event != null && event.isAfter(asOf) ? 1 : 0;
      if (shown == null
          && boughtWithin(invoices, row, asOf, 2) > 0
          && row.getDouble(SPENT_30D) > 0) {
        shown = row;
      }
    }
    if (shown != null) {
      Instant asOf = Objects.requireNonNull(shown.getInstant(FeatureRows.EVENT_TIME));
      terminal.say(
          "Nothing leaked: customer %s as of %s has %s = %,.2f;",
          shown.getText("customer_id"), asOf, SPENT_30D, shown.getDouble(SPENT_30D));
      terminal.say(
          "    the invoices up to then add up to %,.2f, and %,.2f more came in the two days after",
          spentBefore(invoices, shown, asOf), boughtWithin(invoices, shown, asOf, 2));
    }
    terminal.say(
        "    Rows whose features are younger than their instant: %,d of %,d",
        later, training.rows());
  }

  private static String eventTimeOf(String feature) {
    return feature + "__event_time";
  }

  /** Sum of the sales of the day that ends at the instant and of the 30 days before it. */
  private static double spentBefore(List<Invoice> invoices, Row row, Instant asOf) {
    LocalDate last = asOf.minus(Duration.ofMillis(1)).atZone(ZoneOffset.UTC).toLocalDate();
    return spent(invoices, row, last.minusDays(30), last);
  }

  private static double boughtWithin(List<Invoice> invoices, Row row, Instant asOf, int days) {
    LocalDate next = asOf.atZone(ZoneOffset.UTC).toLocalDate();
    return spent(invoices, row, next, next.plusDays(days - 1L));
  }

  private static double spent(List<Invoice> invoices, Row row, LocalDate from, LocalDate to) {
    String customer = row.getText("customer_id");
    return invoices.stream()
            .filter(Invoice::isSale)
            .filter(invoice -> Objects.equals(invoice.customerOrNull(), customer))
            .filter(
                invoice -> invoice.day() >= from.toEpochDay() && invoice.day() <= to.toEpochDay())
            .mapToLong(Invoice::amount)
            .sum()
        / 1000.0;
  }
}

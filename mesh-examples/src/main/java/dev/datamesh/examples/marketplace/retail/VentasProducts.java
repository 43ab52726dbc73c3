package dev.datamesh.examples.marketplace.retail;

import dev.datamesh.core.frame.Frame;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the sales domain publishes. */
public final class VentasProducts {

  /** A day's batch runs a quarter of an hour after midnight, as the domain's promise allows. */
  public static final Duration BATCH_DELAY = Duration.ofMinutes(15);

  private VentasProducts() {}

  /** Every sale of a known customer, line by line. */
  public static Frame customerTransactionHistory(RetailLines lines) {
    Table table =
        new Table(
            "customer_id: string! pii, invoice_no: string!, stock_code: string!, quantity: int64!,"
                + " unit_price: decimal(12,3)!, amount: decimal(14,3)!, invoice_date:"
                + " timestamp_tz!, country: string!");
    for (int line = 0; line < lines.size(); line++) {
      if (lines.isSale(line) && lines.customerCode(line) >= 0) {
        table.add(
            lines.customers.word(lines.customerCode(line)),
            lines.invoices.word(lines.invoiceCode(line)),
            lines.stocks.word(lines.stockCode(line)),
            lines.quantity(line),
            Table.pounds(lines.price(line)),
            Table.pounds(lines.amount(line)),
            Table.instant(lines.time(line)),
            lines.countries.word(lines.countryCode(line)));
      }
    }
    return table.toFrame();
  }

  private static final class Day {
    long gross;
    long refunds;
    final Set<Integer> sold = new HashSet<>();
    final Set<Integer> refunded = new HashSet<>();
  }

  private record Key(int day, String region) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = Integer.compare(day, other.day);
      return order != 0 ? order : region.compareTo(other.region);
    }
  }

  /**
   * Revenue per day and region, and over all regions: gross is the sum of the sales, net is gross
   * less cancellations.
   */
  public static Frame dailyRevenue(RetailLines lines) {
    Map<Key, Day> days = new TreeMap<>();
    String[] regions = new String[lines.countries.size()];
    for (int code = 0; code < regions.length; code++) {
      regions[code] = Regions.of(lines.countries.word(code));
    }
    for (int line = 0; line < lines.size(); line++) {
      boolean cancellation = lines.isCancellation(line);
      if (!cancellation && !lines.isSale(line)) {
        continue;
      }
      String region = regions[lines.countryCode(line)];
      for (Key key :
          new Key[] {new Key(lines.day(line), region), new Key(lines.day(line), Regions.ALL)}) {
        Day day = days.computeIfAbsent(key, any -> new Day());
        if (cancellation) {
          day.refunds += lines.amount(line);
          day.refunded.add(lines.invoiceCode(line));
        } else {
          day.gross += lines.amount(line);
          day.sold.add(lines.invoiceCode(line));
        }
      }
    }
    Table table =
        new Table(
            "date: date!, region: string!, revenue_gross: decimal(14,3)!, revenue_net:"
                + " decimal(14,3)!, transactions_count: int64!, refunds_count: int64!, currency:"
                + " string!, calculated_at: timestamp_tz!");
    days.forEach(
        (key, day) ->
            table.add(
                Table.date(key.day()),
                key.region(),
                Table.pounds(day.gross),
                Table.pounds(day.gross + day.refunds),
                (long) day.sold.size(),
                (long) day.refunded.size(),
                "GBP",
                Table.endOf(key.day()).plus(BATCH_DELAY)));
    return table.toFrame();
  }

  /** Per stock code: units and revenue sold, units taken back. */
  public static Frame productPerformance(RetailLines lines) {
    int products = lines.stocks.size();
    long[] sold = new long[products];
    long[] returned = new long[products];
    long[] gross = new long[products];
    long[] refunds = new long[products];
    for (int line = 0; line < lines.size(); line++) {
      int product = lines.stockCode(line);
      if (lines.isSale(line)) {
        sold[product] += lines.quantity(line);
        gross[product] += lines.amount(line);
      } else if (lines.isCancellation(line)) {
        returned[product] -= lines.quantity(line);
        refunds[product] += lines.amount(line);
      }
    }
    Table table =
        new Table(
            "stock_code: string!, units_sold: int64!, units_returned: int64!, revenue_gross:"
                + " decimal(14,3)!, revenue_net: decimal(14,3)!");
    for (int product = 0; product < products; product++) {
      table.add(
          lines.stocks.word(product),
          sold[product],
          returned[product],
          Table.pounds(gross[product]),
          Table.pounds(gross[product] + refunds[product]));
    }
    return table.toFrame();
  }
}

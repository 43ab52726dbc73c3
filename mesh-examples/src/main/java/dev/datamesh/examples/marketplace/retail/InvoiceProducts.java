package dev.datamesh.examples.marketplace.retail;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What logistics, marketing and finance publish; all of it comes from invoices. */
public final class InvoiceProducts {

  private static final int QUINTILES = 5;

  private InvoiceProducts() {}

  /** Invoiced shipments: an invoice stands for a shipment, since the data hold no deliveries. */
  public static Frame shipments(List<Invoice> invoices) {
    Table table =
        new Table(
            "invoice_no: string!, customer_id: string pii, country: string!, invoiced_at:"
                + " timestamp_tz!, lines: int64!, units: int64!");
    for (Invoice invoice : invoices) {
      if (invoice.isSale()) {
        table.add(
            invoice.number(),
            invoice.customerOrNull(),
            invoice.country(),
            Table.instant(invoice.time()),
            (long) invoice.lines(),
            invoice.units());
      }
    }
    return table.toFrame();
  }

  /**
   * Shipments and returns per month, and the net revenue a shipment carries; a cancellation stands
   * for a return.
   */
  public static Frame deliveryPerformance(List<Invoice> invoices, Frame dailyRevenue) {
    Map<YearMonth, BigDecimal> revenue = netByMonth(dailyRevenue);
    Table table =
        new Table(
            "month: string!, shipments: int64!, returns: int64!, return_rate: decimal(6,4),"
                + " revenue_per_shipment: decimal(14,2)");
    byMonth(invoices)
        .forEach(
            (month, part) -> {
              long shipments = part.stream().filter(Invoice::isSale).count();
              long returns = part.stream().filter(Invoice::cancellation).count();
              BigDecimal net = revenue.getOrDefault(month, BigDecimal.ZERO);
              table.add(
                  month.toString(),
                  shipments,
                  returns,
                  ratio(BigDecimal.valueOf(returns), shipments, 4),
                  ratio(net, shipments, 2));
            });
    return table.toFrame();
  }

  /** Invoiced payments: an invoice stands for its payment, a cancellation for a refund. */
  public static Frame payments(List<Invoice> invoices) {
    Table table =
        new Table(
            "invoice_no: string!, customer_id: string pii, kind: enum(payment|refund)!, amount:"
                + " decimal(14,3)!, currency: string!, invoiced_at: timestamp_tz!");
    for (Invoice invoice : invoices) {
      if (invoice.isSale() || invoice.cancellation()) {
        table.add(
            invoice.number(),
            invoice.customerOrNull(),
            invoice.cancellation() ? "refund" : "payment",
            Table.pounds(invoice.amount()),
            "GBP",
            Table.instant(invoice.time()));
      }
    }
    return table.toFrame();
  }

  private static @Nullable BigDecimal ratio(BigDecimal value, long count, int scale) {
    return count == 0 ? null : value.divide(BigDecimal.valueOf(count), scale, RoundingMode.HALF_UP);
  }

  private static Map<YearMonth, BigDecimal> netByMonth(Frame dailyRevenue) {
    Map<YearMonth, BigDecimal> net = new HashMap<>();
    for (Row row : dailyRevenue) {
      if (Regions.ALL.equals(row.getText("region"))) {
        net.merge(
            YearMonth.from((LocalDate) Objects.requireNonNull(row.get("date"))),
            (BigDecimal) Objects.requireNonNull(row.get("revenue_net")),
            BigDecimal::add);
      }
    }
    return net;
  }

  /** Payments, refunds and net per month, reconciled with what sales reports as daily revenue. */
  public static Frame accountingReports(List<Invoice> invoices, Frame dailyRevenue) {
    Map<YearMonth, BigDecimal> reported = netByMonth(dailyRevenue);
    Table table =
        new Table(
            "month: string!, payments: decimal(14,3)!, refunds: decimal(14,3)!, net:"
                + " decimal(14,3)!, difference_to_daily_revenue: decimal(14,3)!");
    byMonth(invoices)
        .forEach(
            (month, part) -> {
              long paid = part.stream().filter(Invoice::isSale).mapToLong(Invoice::amount).sum();
              long refunded =
                  part.stream().filter(Invoice::cancellation).mapToLong(Invoice::amount).sum();
              BigDecimal net = Table.pounds(paid + refunded);
              table.add(
                  month.toString(),
                  Table.pounds(paid),
                  Table.pounds(refunded),
                  net,
                  net.subtract(reported.getOrDefault(month, BigDecimal.ZERO)));
            });
    return table.toFrame();
  }

  private static Map<YearMonth, List<Invoice>> byMonth(List<Invoice> invoices) {
    Map<YearMonth, List<Invoice>> months = new TreeMap<>();
    for (Invoice invoice : invoices) {
      months
          .computeIfAbsent(YearMonth.from(Table.date(invoice.day())), any -> new ArrayList<>())
          .add(invoice);
    }
    return months;
  }

  private record Buyer(String customer, long recencyDays, long frequency, long monetary) {}

  /**
   * Customers by recency (days since the last purchase at the data's last day), frequency
   * (invoices) and monetary value (sales), each with its quintile: 5 is best. Equal values are told
   * apart by customer number, so the answer is always the same. The share sets what a customer
   * spent against the gross revenue that sales reports.
   */
  public static Frame customerSegments(List<Invoice> invoices, Frame dailyRevenue, int lastDay) {
    Map<String, List<Invoice>> purchases = new HashMap<>();
    for (Invoice invoice : invoices) {
      if (invoice.isSale()) {
        invoice
            .customer()
            .ifPresent(c -> purchases.computeIfAbsent(c, any -> new ArrayList<>()).add(invoice));
      }
    }
    List<Buyer> buyers = new ArrayList<>();
    purchases.forEach(
        (customer, bought) ->
            buyers.add(
                new Buyer(
                    customer,
                    lastDay - bought.stream().mapToInt(Invoice::day).max().orElseThrow(),
                    bought.size(),
                    bought.stream().mapToLong(Invoice::amount).sum())));
    Map<String, Long> recency = quintiles(buyers, buyer -> -buyer.recencyDays());
    Map<String, Long> frequency = quintiles(buyers, Buyer::frequency);
    Map<String, Long> monetary = quintiles(buyers, Buyer::monetary);
    buyers.sort(Comparator.comparing(Buyer::customer));
    Table table =
        new Table(
            "customer_id: string! pii, recency_days: int64!, frequency: int64!, monetary:"
                + " decimal(14,3)!, r: int64!, f: int64!, m: int64!, segment: string!,"
                + " share_of_revenue: decimal(9,6)!");
    BigDecimal revenue = grossRevenue(dailyRevenue);
    for (Buyer buyer : buyers) {
      long r = quintile(recency, buyer);
      long f = quintile(frequency, buyer);
      long m = quintile(monetary, buyer);
      table.add(
          buyer.customer(),
          buyer.recencyDays(),
          buyer.frequency(),
          Table.pounds(buyer.monetary()),
          r,
          f,
          m,
          segment(r, f),
          Table.pounds(buyer.monetary()).divide(revenue, 6, RoundingMode.HALF_UP));
    }
    return table.toFrame();
  }

  private static BigDecimal grossRevenue(Frame dailyRevenue) {
    BigDecimal gross = BigDecimal.ZERO;
    for (Row row : dailyRevenue) {
      if (Regions.ALL.equals(row.getText("region"))) {
        gross = gross.add((BigDecimal) Objects.requireNonNull(row.get("revenue_gross")));
      }
    }
    return gross.max(new BigDecimal("0.001"));
  }

  private static long quintile(Map<String, Long> quintiles, Buyer buyer) {
    return Objects.requireNonNull(quintiles.get(buyer.customer()));
  }

  private static Map<String, Long> quintiles(List<Buyer> buyers, ToLongFunction<Buyer> value) {
    List<Buyer> ranked = new ArrayList<>(buyers);
    Function<Buyer, String> tie = Buyer::customer;
    ranked.sort(Comparator.comparingLong(value).thenComparing(tie));
    Map<String, Long> quintiles = new HashMap<>();
    for (int i = 0; i < ranked.size(); i++) {
      quintiles.put(ranked.get(i).customer(), 1L + (long) i * QUINTILES / ranked.size());
    }
    return quintiles;
  }

  private static String segment(long recency, long frequency) {
    if (recency >= 4) {
      return frequency >= 4 ? "champion" : frequency >= 2 ? "promising" : "new";
    }
    if (recency >= 2) {
      return frequency >= 4 ? "loyal" : "needs attention";
    }
    return frequency >= 4 ? "at risk" : "lost";
  }
}

package dev.datamesh.examples.marketplace.retail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One invoice or cancellation, summed over its lines.
 *
 * @param day of its first line, in days since 1970
 * @param time of its first line, in microseconds since 1970
 * @param amount in thousandths of a pound: of the sales on an invoice, of all lines on a
 *     cancellation
 * @param saleLines lines that are sales; 0 on a cancellation
 */
public record Invoice(
    String number,
    @Nullable String customerOrNull,
    String country,
    int day,
    long time,
    boolean cancellation,
    long amount,
    long units,
    int lines,
    int saleLines) {

  public Optional<String> customer() {
    return Optional.ofNullable(customerOrNull);
  }

  /** Whether something was sold: a cancellation and a mere adjustment sell nothing. */
  public boolean isSale() {
    return saleLines > 0;
  }

  /** All invoices in the order of their first lines. */
  public static List<Invoice> of(RetailLines lines) {
    int invoices = lines.invoices.size();
    int[] first = new int[invoices];
    int[] count = new int[invoices];
    int[] sales = new int[invoices];
    long[] amount = new long[invoices];
    long[] units = new long[invoices];
    for (int line = lines.size() - 1; line >= 0; line--) {
      int code = lines.invoiceCode(line);
      first[code] = line;
      count[code]++;
      boolean sale = lines.isSale(line);
      if (sale || lines.isCancellation(line)) {
        amount[code] += lines.amount(line);
        units[code] += lines.quantity(line);
      }
      sales[code] += sale ? 1 : 0;
    }
    List<Invoice> all = new ArrayList<>(invoices);
    for (int code = 0; code < invoices; code++) {
      int line = first[code];
      int customer = lines.customerCode(line);
      all.add(
          new Invoice(
              lines.invoices.word(code),
              customer < 0 ? null : lines.customers.word(customer),
              lines.countries.word(lines.countryCode(line)),
              lines.day(line),
              lines.time(line),
              lines.isCancellation(line),
              amount[code],
              units[code],
              count[code],
              sales[code]));
    }
    return all;
  }
}

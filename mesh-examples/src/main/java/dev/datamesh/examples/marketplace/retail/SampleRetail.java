package dev.datamesh.examples.marketplace.retail;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * Invoice lines of the same shape as the real data set, the same at every run: thirteen months,
 * some lines without a customer, some cancellations, a few adjustments, countries on every
 * continent, prices that change. Used where no file is named.
 */
public final class SampleRetail {

  private static final LocalDate FIRST_DAY = LocalDate.of(2010, 12, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(2011, 12, 9);
  private static final int CUSTOMERS = 300;
  private static final int PRODUCTS = 120;
  private static final int INVOICES_A_DAY = 8;
  private static final String[] COUNTRIES = {
    "United Kingdom",
    "Germany",
    "France",
    "EIRE",
    "Spain",
    "USA",
    "Canada",
    "Brazil",
    "Japan",
    "Australia",
    "RSA",
    "Israel",
    "Unspecified"
  };
  private static final String[] COLOURS = {"RED", "BLUE", "GREEN", "WHITE", "PINK", "IVORY"};
  private static final String[] THINGS = {
    "LANTERN",
    "TEA CUP",
    "LUNCH BOX",
    "CUSHION",
    "CLOCK",
    "BUNTING",
    "CAKE STAND",
    "DOORMAT",
    "JEWELLERY BOX",
    "WATER BOTTLE"
  };

  private record Sale(String stock, String description, int quantity, String price) {}

  private record Invoice(
      String number, Instant time, String customer, String country, List<Sale> lines) {}

  private final SplittableRandom random = new SplittableRandom(20101201);
  private final List<Invoice> returnable = new ArrayList<>();
  private int nextNumber = 536365;

  private SampleRetail() {}

  /** Writes the sample as a gzipped CSV file with a header. */
  public static void write(Path file) throws IOException {
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      out.write(
          "invoice_no,stock_code,description,quantity,invoice_date,unit_price,customer_id,country\n");
      new SampleRetail().writeLines(out);
    }
  }

  private void writeLines(Writer out) throws IOException {
    for (LocalDate day = FIRST_DAY; !day.isAfter(LAST_DAY); day = day.plusDays(1)) {
      if (day.getDayOfWeek().getValue() == 6) {
        continue; // the retailer rests on Saturdays
      }
      int invoices = INVOICES_A_DAY / 2 + random.nextInt(INVOICES_A_DAY);
      for (int i = 0; i < invoices; i++) {
        Instant time = time(day, i, invoices);
        boolean returns = !returnable.isEmpty() && random.nextInt(8) == 0;
        write(out, returns ? cancellation(time) : invoice(day, time));
      }
      if (day.getDayOfMonth() == 28 && day.getMonthValue() % 6 == 0) {
        Sale adjustment = new Sale("B", "Adjust bad debt", 1, "-110.62");
        write(
            out,
            new Invoice(
                "A" + nextNumber++,
                time(day, invoices, invoices + 1),
                "",
                "United Kingdom",
                List.of(adjustment)));
      }
    }
  }

  private Invoice invoice(LocalDate day, Instant time) {
    int customer = (int) (CUSTOMERS * random.nextDouble() * random.nextDouble());
    boolean anonymous = random.nextInt(5) == 0;
    List<Sale> lines = new ArrayList<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      int product = random.nextInt(PRODUCTS);
      lines.add(
          new Sale(
              stock(product), description(product), 1 + random.nextInt(12), price(product, day)));
    }
    Invoice invoice =
        new Invoice(
            Integer.toString(nextNumber++),
            time,
            anonymous ? "" : Integer.toString(12346 + customer),
            COUNTRIES[anonymous ? 0 : country(customer)],
            lines);
    if (!anonymous) {
      returnable.add(invoice);
    }
    return invoice;
  }

  /** Takes whole invoices back, so that a small region's day can end below zero. */
  private Invoice cancellation(Instant time) {
    Invoice sold = returnable.remove(random.nextInt(returnable.size()));
    List<Sale> lines =
        sold.lines().stream()
            .map(sale -> new Sale(sale.stock(), sale.description(), -sale.quantity(), sale.price()))
            .toList();
    return new Invoice("C" + nextNumber++, time, sold.customer(), sold.country(), lines);
  }

  private static void write(Writer out, Invoice invoice) throws IOException {
    for (Sale sale : invoice.lines()) {
      out.write(
          String.join(
                  ",",
                  invoice.number(),
                  sale.stock(),
                  sale.description(),
                  Integer.toString(sale.quantity()),
                  invoice.time().toString(),
                  sale.price(),
                  invoice.customer(),
                  invoice.country())
              + "\n");
    }
  }

  private static Instant time(LocalDate day, int number, int of) {
    return day.atTime(8, 0).toInstant(ZoneOffset.UTC).plus(600L * number / of, ChronoUnit.MINUTES);
  }

  private static int country(int customer) {
    return customer % 10 < 6 ? 0 : customer % COUNTRIES.length;
  }

  private static String stock(int product) {
    return Integer.toString(20000 + 37 * product) + (product % 7 == 0 ? "A" : "");
  }

  private static String description(int product) {
    return COLOURS[product % COLOURS.length]
        + " "
        + THINGS[product / COLOURS.length % THINGS.length];
  }

  /** The price of a product rises by a tenth in the middle of the year. */
  private static String price(int product, LocalDate day) {
    BigDecimal price = BigDecimal.valueOf(85 + 15L * (product % 40), 2);
    boolean raised = product % 3 == 0 && day.getYear() == 2011 && day.getMonthValue() > 6;
    return raised
        ? price
            .multiply(new BigDecimal("1.1"))
            .setScale(2, java.math.RoundingMode.HALF_UP)
            .toString()
        : price.toString();
  }
}

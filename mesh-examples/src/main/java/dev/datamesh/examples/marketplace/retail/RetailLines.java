package dev.datamesh.examples.marketplace.retail;

import dev.datamesh.core.CancelledException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.frame.FrameReader;
import dev.datamesh.core.schema.Schema;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The invoice lines of the retailer, as columns. Immutable.
 *
 * <p>A line is a <em>cancellation</em> if its invoice number starts with C, a <em>sale</em> if it
 * is none and quantity and price are above zero. What is neither (write-offs, samples, adjustments)
 * counts in no revenue.
 */
public final class RetailLines {

  /** What the file has to hold. */
  public static final Schema SCHEMA =
      Schema.of(
          "invoice_no: string!, stock_code: string!, description: string, quantity: int64!,"
              + " invoice_date: timestamp_tz!, unit_price: decimal(12,3)!, customer_id: string pii,"
              + " country: string!");

  private static final int BLOCK_ROWS = 1 << 16;
  private static final long MICROS_A_DAY = TimeUnit.DAYS.toMicros(1);

  final Words invoices = new Words();
  final Words stocks = new Words();
  final Words customers = new Words();
  final Words countries = new Words();
  private final Words descriptions = new Words();

  private final int size;
  private final int[] invoice;
  private final int[] stock;
  private final int[] description;
  private final int[] customer;
  private final int[] country;
  private final long[] quantity;
  private final long[] price;
  private final long[] time;

  private RetailLines(List<Frame> blocks) {
    size = blocks.stream().mapToInt(block -> Math.toIntExact(block.rows())).sum();
    invoice = codes(blocks, "invoice_no", invoices);
    stock = codes(blocks, "stock_code", stocks);
    description = codes(blocks, "description", descriptions);
    customer = codes(blocks, "customer_id", customers);
    country = codes(blocks, "country", countries);
    quantity = longs(blocks, "quantity");
    price = longs(blocks, "unit_price");
    time = longs(blocks, "invoice_date");
  }

  /** Reads a CSV file, gzipped where its name ends in {@code .gz}. */
  public static RetailLines read(Path file, Progress progress) {
    List<Frame> blocks = new ArrayList<>();
    long rows = 0;
    String work = "reading " + file.getFileName();
    try (FrameBlocks source = FrameReader.csv(file).schema(SCHEMA).blocks(BLOCK_ROWS)) {
      while (source.hasNext()) {
        blocks.add(source.next());
        rows += blocks.get(blocks.size() - 1).rows();
        if (!progress.report(work, rows, Progress.UNKNOWN_TOTAL)) {
          throw new CancelledException("Stopped " + work, work);
        }
      }
    }
    return new RetailLines(blocks);
  }

  private int[] codes(List<Frame> blocks, String column, Words words) {
    int[] codes = new int[size];
    int at = 0;
    for (Frame block : blocks) {
      @Nullable String[] texts = new String[Math.toIntExact(block.rows())];
      block.column(column).copyStrings(0, texts, 0, texts.length);
      for (String text : texts) {
        codes[at++] = words.code(text);
      }
    }
    return codes;
  }

  private long[] longs(List<Frame> blocks, String column) {
    long[] values = new long[size];
    int at = 0;
    for (Frame block : blocks) {
      int rows = Math.toIntExact(block.rows());
      block.column(column).copyLongs(0, values, at, rows);
      at += rows;
    }
    return values;
  }

  public int size() {
    return size;
  }

  public boolean isCancellation(int line) {
    return invoices.word(invoice[line]).charAt(0) == 'C';
  }

  public boolean isSale(int line) {
    return quantity[line] > 0 && price[line] > 0 && !isCancellation(line);
  }

  /** Quantity times price in thousandths of a pound; below zero on a cancellation. */
  public long amount(int line) {
    return quantity[line] * price[line];
  }

  public long quantity(int line) {
    return quantity[line];
  }

  /** In thousandths of a pound. */
  public long price(int line) {
    return price[line];
  }

  /** Microseconds since 1970, UTC. */
  public long time(int line) {
    return time[line];
  }

  /** Days since 1970, UTC. */
  public int day(int line) {
    return (int) Math.floorDiv(time[line], MICROS_A_DAY);
  }

  public int invoiceCode(int line) {
    return invoice[line];
  }

  public int stockCode(int line) {
    return stock[line];
  }

  /** -1 where the line has no customer. */
  public int customerCode(int line) {
    return customer[line];
  }

  public int countryCode(int line) {
    return country[line];
  }

  public Optional<String> description(int line) {
    return description[line] == Words.NONE
        ? Optional.empty()
        : Optional.of(descriptions.word(description[line]));
  }

  public LocalDate firstDay() {
    int first = Integer.MAX_VALUE;
    for (int line = 0; line < size; line++) {
      first = Math.min(first, day(line));
    }
    return LocalDate.ofEpochDay(first);
  }

  public LocalDate lastDay() {
    int last = Integer.MIN_VALUE;
    for (int line = 0; line < size; line++) {
      last = Math.max(last, day(line));
    }
    return LocalDate.ofEpochDay(last);
  }

  /** The totals that tell whether the file is the one we think it is. */
  public Totals totals() {
    long withoutCustomer = 0;
    long cancellations = 0;
    long sales = 0;
    long gross = 0;
    long refunds = 0;
    for (int line = 0; line < size; line++) {
      withoutCustomer += customer[line] == Words.NONE ? 1 : 0;
      if (isCancellation(line)) {
        cancellations++;
        refunds += amount(line);
      } else if (isSale(line)) {
        sales++;
        gross += amount(line);
      }
    }
    return new Totals(
        size,
        withoutCustomer,
        cancellations,
        sales,
        customers.size(),
        invoices.size(),
        stocks.size(),
        gross,
        gross + refunds);
  }

  /**
   * Counts and sums over all lines.
   *
   * @param gross sum of the sales, in thousandths of a pound
   * @param net sales and cancellations together, in thousandths of a pound
   */
  public record Totals(
      long lines,
      long withoutCustomer,
      long cancellations,
      long sales,
      long customers,
      long invoices,
      long stockCodes,
      long gross,
      long net) {}
}

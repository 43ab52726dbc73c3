package dev.datamesh.examples.marketplace.retail;

import dev.datamesh.core.frame.Frame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The prices of each stock code over time. A day's price is the one on most of its sales, the
 * higher among equals; a change is a day whose price differs from that of the day sold before.
 * Immutable.
 */
public final class PriceHistory {

  /** One price that a product had from a day on, in thousandths of a pound. */
  record Change(int day, long price) {}

  private final RetailLines lines;
  private final List<List<Change>> changes = new ArrayList<>();
  private final int[] firstSeen;
  private final @Nullable String[] description;

  private PriceHistory(RetailLines lines) {
    this.lines = lines;
    int products = lines.stocks.size();
    firstSeen = new int[products];
    description = new @Nullable String[products];
    List<DayPrices> today = new ArrayList<>();
    for (int product = 0; product < products; product++) {
      changes.add(new ArrayList<>());
      today.add(new DayPrices());
      firstSeen[product] = Integer.MAX_VALUE;
    }
    int[] order =
        IntStream.range(0, lines.size())
            .boxed()
            .sorted(Comparator.comparingLong(lines::time))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int line : order) {
      int product = lines.stockCode(line);
      firstSeen[product] = Math.min(firstSeen[product], lines.day(line));
      if (lines.isSale(line)) {
        Optional<String> words = lines.description(line);
        if (words.isPresent()) {
          description[product] = words.get();
        }
        DayPrices day = today.get(product);
        if (day.day != lines.day(line)) {
          close(product, day);
          day.day = lines.day(line);
        }
        day.linesAt.merge(lines.price(line), 1, Integer::sum);
      }
    }
    for (int product = 0; product < products; product++) {
      close(product, today.get(product));
    }
  }

  /** How many lines of one day had which price. */
  private static final class DayPrices {
    int day = Integer.MIN_VALUE;
    final Map<Long, Integer> linesAt = new HashMap<>();
  }

  private void close(int product, DayPrices day) {
    if (!day.linesAt.isEmpty()) {
      long price =
          Collections.max(
                  day.linesAt.entrySet(),
                  Map.Entry.<Long, Integer>comparingByValue()
                      .thenComparing(Map.Entry.comparingByKey()))
              .getKey();
      addChange(product, day.day, price);
      day.linesAt.clear();
    }
  }

  public static PriceHistory of(RetailLines lines) {
    return new PriceHistory(lines);
  }

  private void addChange(int product, int day, long price) {
    List<Change> known = changes.get(product);
    if (known.isEmpty() || known.get(known.size() - 1).price() != price) {
      known.add(new Change(day, price));
    }
  }

  List<Change> changes(int product) {
    return changes.get(product);
  }

  /** Day of the first line of any kind that names the product, in days since 1970. */
  int firstSeen(int product) {
    return firstSeen[product];
  }

  /** The product as the catalog shows it: its last description, when first seen, its price. */
  public Frame catalog() {
    Table table =
        new Table(
            "stock_code: string!, description: string, first_seen: date!, current_price:"
                + " decimal(12,3), price_changes: int64!");
    for (int product = 0; product < changes.size(); product++) {
      List<Change> known = changes.get(product);
      table.add(
          lines.stocks.word(product),
          description[product],
          Table.date(firstSeen[product]),
          known.isEmpty() ? null : Table.pounds(known.get(known.size() - 1).price()),
          (long) Math.max(0, known.size() - 1));
    }
    return table.toFrame();
  }

  /** Every price that a product had, and from which day on. */
  public Frame pricingHistory() {
    Table table = new Table("stock_code: string!, valid_from: date!, unit_price: decimal(12,3)!");
    for (int product = 0; product < changes.size(); product++) {
      for (Change change : changes.get(product)) {
        table.add(
            lines.stocks.word(product), Table.date(change.day()), Table.pounds(change.price()));
      }
    }
    return table.toFrame();
  }
}

package dev.datamesh.examples.marketplace.retail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one customer did on which day, ready for windows. A window of N days up to day d holds the
 * days d − N to d, both ends in. Immutable.
 */
final class Activity {

  private final String customer;
  private final int[] purchaseDay;
  private final long[] amountBefore;
  private final int[] returnDay;

  private Activity(String customer, List<Invoice> invoices) {
    this.customer = customer;
    List<Invoice> purchases =
        invoices.stream()
            .filter(Invoice::isSale)
            .sorted(Comparator.comparingInt(Invoice::day))
            .toList();
    purchaseDay = purchases.stream().mapToInt(Invoice::day).toArray();
    amountBefore = new long[purchaseDay.length + 1];
    for (int i = 0; i < purchaseDay.length; i++) {
      amountBefore[i + 1] = amountBefore[i] + purchases.get(i).amount();
    }
    returnDay =
        invoices.stream().filter(Invoice::cancellation).mapToInt(Invoice::day).sorted().toArray();
  }

  /** Every customer who ever bought something, in the order of their numbers. */
  static List<Activity> of(List<Invoice> invoices) {
    Map<String, List<Invoice>> byCustomer = new TreeMap<>();
    for (Invoice invoice : invoices) {
      invoice
          .customer()
          .ifPresent(c -> byCustomer.computeIfAbsent(c, any -> new ArrayList<>()).add(invoice));
    }
    return byCustomer.entrySet().stream()
        .map(entry -> new Activity(entry.getKey(), entry.getValue()))
        .filter(activity -> activity.purchaseDay.length > 0)
        .toList();
  }

  String customer() {
    return customer;
  }

  int firstPurchaseDay() {
    return purchaseDay[0];
  }

  /** Thousandths of a pound spent from one day to another, both in. */
  long spent(int from, int to) {
    return amountBefore[upTo(purchaseDay, to)] - amountBefore[upTo(purchaseDay, from - 1)];
  }

  int purchases(int from, int to) {
    return upTo(purchaseDay, to) - upTo(purchaseDay, from - 1);
  }

  int returns(int from, int to) {
    return upTo(returnDay, to) - upTo(returnDay, from - 1);
  }

  /** The day of the last purchase on or before a day that is not before the first purchase. */
  int lastPurchaseDay(int day) {
    return purchaseDay[upTo(purchaseDay, day) - 1];
  }

  /** Whether something was bought on this day or in the days before it. */
  boolean isActive(int day, int days) {
    return purchases(day - days, day) > 0;
  }

  /** How many of the sorted days are not after this one. */
  private static int upTo(int[] sorted, int day) {
    int at = Arrays.binarySearch(sorted, day);
    if (at < 0) {
      return -at - 1;
    }
    while (at < sorted.length && sorted[at] == day) {
      at++;
    }
    return at;
  }
}

package dev.datamesh.examples.marketplace.retail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ActivityTest {

  @Test
  void aWindowOfSevenDaysHoldsBothItsEnds() {
    Activity activity = Activity.of(List.of(sale("a", 100, 10), sale("a", 107, 1))).get(0);

    assertThat(activity.spent(107 - 7, 107)).isEqualTo(11);
    assertThat(activity.spent(108 - 7, 108)).isEqualTo(1);
    assertThat(activity.lastPurchaseDay(106)).isEqualTo(100);
    assertThat(activity.isActive(197, 90)).isTrue();
    assertThat(activity.isActive(198, 90)).isFalse();
  }

  @Test
  void windowsAgreeWithAWalkOverAllInvoices() {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Invoice> invoices = new ArrayList<>(List.of(sale("a", random.nextInt(50), 5)));
      for (int i = random.nextInt(30); i > 0; i--) {
        int day = random.nextInt(60);
        invoices.add(
            random.nextInt(4) == 0 ? refund("a", day) : sale("a", day, random.nextInt(100)));
      }
      Activity activity = Activity.of(invoices).get(0);
      for (int from = -2; from < 65; from++) {
        for (int to = from; to < from + 20; to++) {
          int first = from;
          int last = to;
          List<Invoice> inside =
              invoices.stream().filter(i -> i.day() >= first && i.day() <= last).toList();
          assertThat(activity.spent(from, to))
              .as("seed %d, days %d to %d", seed, from, to)
              .isEqualTo(inside.stream().filter(Invoice::isSale).mapToLong(Invoice::amount).sum());
          assertThat(activity.purchases(from, to))
              .isEqualTo((int) inside.stream().filter(Invoice::isSale).count());
          assertThat(activity.returns(from, to))
              .isEqualTo((int) inside.stream().filter(Invoice::cancellation).count());
        }
      }
    }
  }

  private static Invoice sale(String customer, int day, long amount) {
    return new Invoice("1", customer, "EIRE", day, 0, false, amount, 1, 1, 1);
  }

  private static Invoice refund(String customer, int day) {
    return new Invoice("C1", customer, "EIRE", day, 0, true, -7, -1, 1, 0);
  }
}

package dev.datamesh.contracts.protocol;

import dev.datamesh.core.InvalidInputException;
import java.time.LocalDate;
import java.time.Period;
import java.util.Comparator;
import java.util.List;

/**
 * The periods of the protocol. Immutable.
 *
 * @param noticeDays days between the notice to consumers and the new version
 * @param overlap how long the old version is kept beside the new one
 * @param reminderDays days before the sunset on which consumers are reminded, the earliest first
 */
public record SunsetPolicy(int noticeDays, Period overlap, List<Integer> reminderDays) {

  /** 30 days of notice, 6 months side by side, reminders 90, 60, 30 and 7 days before the end. */
  public static final SunsetPolicy STANDARD =
      new SunsetPolicy(30, Period.ofMonths(6), List.of(90, 60, 30, 7));

  public SunsetPolicy {
    if (noticeDays < 0 || overlap.isNegative()) {
      throw new InvalidInputException(
          "Cannot make a sunset policy, its periods must not be negative: notice %d days, overlap %s"
              .formatted(noticeDays, overlap));
    }
    if (reminderDays.stream().anyMatch(days -> days < 1)) {
      throw new InvalidInputException(
          "Cannot make a sunset policy, a reminder comes at least a day before the sunset: "
              + reminderDays);
    }
    reminderDays = reminderDays.stream().distinct().sorted(Comparator.reverseOrder()).toList();
  }

  public SunsetPolicy withNoticeDays(int days) {
    return new SunsetPolicy(days, overlap, reminderDays);
  }

  public SunsetPolicy withOverlap(Period period) {
    return new SunsetPolicy(noticeDays, period, reminderDays);
  }

  public SunsetPolicy withReminderDays(List<Integer> days) {
    return new SunsetPolicy(noticeDays, overlap, days);
  }

  /** The day on which the new version appears and the old one is deprecated. */
  public LocalDate releaseAfter(LocalDate announcement) {
    return announcement.plusDays(noticeDays);
  }

  /**
   * The first day on which the old version may be gone. A month that lacks the day does not shorten
   * the promise: six months after 30 August is 1 March, not 28 February.
   */
  public LocalDate sunsetAfter(LocalDate release) {
    LocalDate monthsLater = release.plusMonths(overlap.toTotalMonths());
    LocalDate whole =
        monthsLater.getDayOfMonth() < release.getDayOfMonth() && overlap.toTotalMonths() > 0
            ? monthsLater.plusDays(1)
            : monthsLater;
    return whole.plus(overlap.withYears(0).withMonths(0));
  }
}

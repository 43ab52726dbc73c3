package dev.datamesh.core.journal;

import dev.datamesh.core.InvalidInputException;
import java.time.Duration;

/**
 * How much history below the older of the two kept snapshots stays. What lies above it stays in any
 * case; history is dropped by whole pieces of the log, so more than asked for may stay.
 *
 * @param revisions the newest so many commits stay
 * @param age commits that are younger stay
 */
public record Retention(long revisions, Duration age) {

  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  public Retention {
    if (revisions < 0 || age.isNegative()) {
      throw new InvalidInputException(
          "Cannot keep a negative amount of history: %d commits, %s".formatted(revisions, age));
    }
  }

  /** All history. */
  public static Retention all() {
    return new Retention(Long.MAX_VALUE, FOREVER);
  }

  /** The newest so many commits. */
  public static Retention commits(long count) {
    return new Retention(count, Duration.ZERO);
  }

  /** Commits younger than this, by the journal's clock. */
  public static Retention within(Duration age) {
    return new Retention(0, age);
  }

  /** Whether nothing is ever dropped. */
  public boolean keepsAll() {
    return revisions == Long.MAX_VALUE || age.equals(FOREVER);
  }
}

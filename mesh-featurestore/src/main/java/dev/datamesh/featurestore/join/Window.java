package dev.datamesh.featurestore.join;

/**
 * The stretch of event times before a spine row's time that counts. Immutable.
 *
 * @param ttl microseconds, or {@link #UNLIMITED}
 * @param startIncluded whether a row exactly as old as the ttl counts
 * @param endIncluded whether a row of the spine's own time counts
 */
public record Window(long ttl, boolean startIncluded, boolean endIncluded) {

  /** No lower bound. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Whether a row that is not later than the window's end is within it. */
  public boolean reaches(long event, long time) {
    return reaches(event, time, ttl, startIncluded);
  }

  static boolean reaches(long event, long time, long ttl, boolean startIncluded) {
    // Times lie within the years 1 to 9999, so the difference does not overflow.
    long age = time - event;
    return startIncluded ? age <= ttl : age < ttl || ttl == UNLIMITED;
  }

  /** Whether a row is not later than the window's end. */
  public boolean admits(long event, long time) {
    return event <= end(time);
  }

  /** The latest event time that counts for a spine row. */
  long end(long time) {
    return endIncluded ? time : time - 1;
  }
}

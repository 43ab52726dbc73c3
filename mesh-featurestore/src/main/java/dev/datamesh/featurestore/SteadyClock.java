package dev.datamesh.featurestore;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that never runs backwards, for journals whose commits are in one order. Safe for use by
 * many threads.
 */
final class SteadyClock extends Clock {

  private final Clock clock;
  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);

  SteadyClock(Clock clock) {
    this.clock = clock;
  }

  /** Lets no time be before this one. */
  void passed(Instant time) {
    latest.accumulateAndGet(time, SteadyClock::later);
  }

  @Override
  public Instant instant() {
    return latest.accumulateAndGet(clock.instant(), SteadyClock::later);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  @Override
  public ZoneId getZone() {
    return clock.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return clock.withZone(zone);
  }
}

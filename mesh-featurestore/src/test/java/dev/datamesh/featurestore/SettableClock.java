package dev.datamesh.featurestore;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test sets, in microseconds. */
final class SettableClock extends Clock {

  private volatile long micros;

  SettableClock(long micros) {
    this.micros = micros;
  }

  void set(long now) {
    micros = now;
  }

  void advance(long by) {
    micros += by;
  }

  @Override
  public Instant instant() {
    return Micros.instant(micros);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}

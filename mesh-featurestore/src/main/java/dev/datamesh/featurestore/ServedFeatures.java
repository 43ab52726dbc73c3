package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Progress;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Version;
import dev.datamesh.featurestore.registry.Versions;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/** What is brought from the offline side to be served. Safe for use by many threads. */
final class ServedFeatures {

  private final RegistryBook book;
  private final OnlineRows online;
  private final Intake intake;

  ServedFeatures(RegistryBook book, OnlineRows online, Intake intake) {
    this.book = book;
    this.online = online;
    this.intake = intake;
  }

  Materialization materialize(Instant from, Instant to, Progress progress) {
    if (from.isAfter(to)) {
      throw new InvalidInputException(
          "Cannot materialize from %s to %s: the first is later than the last".formatted(from, to));
    }
    return materialized(
        from,
        to,
        version -> online.materialize(version, Micros.down(from), Micros.down(to), progress));
  }

  Materialization materializeIncremental(Instant to, Progress progress) {
    return materialized(
        Instant.MIN,
        to,
        version -> online.materializeIncremental(version, Micros.down(to), progress));
  }

  private Materialization materialized(
      Instant from, Instant to, Function<Version<FeatureView>, OnlineRows.Taken> work) {
    return online.taking(() -> taken(from, to, work));
  }

  private Materialization taken(
      Instant from, Instant to, Function<Version<FeatureView>, OnlineRows.Taken> work) {
    intake.flush();
    Map<String, Long> rows = new TreeMap<>();
    for (Versions<FeatureView> versions : book.registry().views().values()) {
      Version<FeatureView> version = versions.current();
      if (version.definition().online()) {
        OnlineRows.Taken taken = work.apply(version);
        intake.materialized(OnlineRows.name(version), taken.run(), taken.rows());
        rows.put(version.definition().name(), taken.rows());
      }
    }
    return new Materialization(from, to, rows);
  }

  MaterializationHistory history(String view) {
    return online.history(book.registry().view(view, OptionalInt.empty()));
  }

  /** Removes rows that their ttl keeps from being served; how many, by view. */
  Map<String, Long> removeExpired(Instant now) {
    Map<String, Long> removed = new TreeMap<>();
    for (Versions<FeatureView> versions : book.registry().views().values()) {
      for (Version<FeatureView> version : versions.all()) {
        FeatureView view = version.definition();
        if (view.online() && view.ttlMicros().isPresent()) {
          long from = Micros.down(now) - view.ttlMicros().orElseThrow();
          removed.merge(view.name(), (long) online.removeBefore(version, from), Long::sum);
        }
      }
    }
    return removed;
  }

  /** Writes what is served into files. */
  void checkpoint() {
    online.snapshot(intake.settled());
  }
}

package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.access.Action;
import dev.datamesh.core.access.Guard;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.spi.FrameSource;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Registry;
import dev.datamesh.featurestore.registry.Version;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The way of rows into a store, and what may be done with them there. Safe for many threads. */
final class RowsDoor {

  private final RegistryBook book;
  private final Guard guard;
  private final Clock clock;
  private final Duration tolerance;
  private final OfflineRows offline;
  private final OnlineRows online;
  private final Intake intake;

  /** With how far in the future an event time may lie. */
  RowsDoor(
      RegistryBook book,
      Guard guard,
      Clock clock,
      Duration tolerance,
      OfflineRows offline,
      OnlineRows online,
      Intake intake) {
    this.book = book;
    this.guard = guard;
    this.clock = clock;
    this.tolerance = tolerance;
    this.offline = offline;
    this.online = online;
    this.intake = intake;
  }

  Pushed ingest(String view, Frame rows, Principal by) {
    Version<FeatureView> version = registry().view(view, OptionalInt.empty());
    FeatureView definition = version.definition();
    guard.require(by, Action.PUSH_FEATURES, definition.domain(), view);
    Frame fitting = FittingRows.of(definition, rows);
    return intake.ingest(version, fitting);
  }

  Pushed push(String view, Frame rows, PushTarget target, Principal by) {
    Version<FeatureView> version = registry().view(view, OptionalInt.empty());
    FeatureView definition = version.definition();
    guard.require(by, Action.PUSH_FEATURES, definition.domain(), view);
    if (target.online() && !definition.online()) {
      throw new InvalidInputException(
          "Cannot push to view \"%s\" online, it is not online: build it with online()"
              .formatted(view));
    }
    Frame fitting = FittingRows.of(definition, rows);
    Intake.checkTimes(definition, fitting, latest());
    if (target.online()) {
      online.table(version);
    }
    return intake.push(version, fitting, target);
  }

  /** The latest event time that is taken; a longer tolerance than there is time takes all. */
  private long latest() {
    Instant now = clock.instant();
    // Not Duration.between: it takes microseconds where there are centuries.
    long left = Math.floorDiv(Micros.LATEST, 1_000_000L) - now.getEpochSecond();
    return tolerance.toSeconds() < left ? Micros.down(now.plus(tolerance)) : Micros.LATEST;
  }

  long ingestSource(String view, Principal by) {
    Version<FeatureView> version = registry().view(view, OptionalInt.empty());
    FeatureView definition = version.definition();
    guard.require(by, Action.PUSH_FEATURES, definition.domain(), view);
    stored("ingest a source");
    long[] appended = new long[1];
    offline
        .sources()
        .forEachBatch(
            version, rows -> appended[0] += rows.rows() - intake.ingest(version, rows).leftOut());
    return appended[0];
  }

  long ingestFrom(String view, FrameSource source, Principal by) {
    long rows = 0;
    try (FrameBlocks blocks = source.read(FrameSource.Scan.all())) {
      while (blocks.hasNext()) {
        Frame block = blocks.next();
        rows += block.rows() - ingest(view, block, by).leftOut();
      }
    }
    return rows;
  }

  /** What the folder has of rows, once all that was pushed is there. */
  StoredRows stored(String what) {
    StoredRows stored = offline.stored();
    if (stored == null) {
      throw new InvalidInputException(
          "Cannot %s, the store is in memory; open it with FeatureStore.at(folder)"
              .formatted(what));
    }
    intake.flush();
    return stored;
  }

  /** The definition that a view's bare name means. */
  FeatureView definition(String view) {
    return registry().view(view, OptionalInt.empty()).definition();
  }

  private Registry registry() {
    return book.registry();
  }

  long erase(Map<String, ?> key, Principal by) {
    guard.require(by, Action.ERASE_FEATURES, "", key.keySet().toString());
    ErasedKey.require(book.definitions().stream().map(FeatureView::keys).toList(), key);
    return online.withoutSnapshots(table -> true, () -> intake.erase(key));
  }

  long retain(String view, Instant from) {
    definition(view);
    long micros = Micros.down(from);
    StoredRows stored = stored("drop rows");
    List<Version<FeatureView>> versions = book.versions(view);
    List<FeatureView> definitions = versions.stream().map(Version::definition).toList();
    Supplier<Long> removal =
        () -> {
          long dropped = stored.retain(definitions, from);
          versions.forEach(version -> online.forgetBefore(version, micros));
          return dropped;
        };
    // No table may be made of the rows meanwhile.
    return online.withoutSnapshots(
        table -> table.startsWith(view + "@"),
        () -> intake.emptied(() -> online.changing(removal)));
  }

  long keptAside(String view) {
    intake.flush();
    return offline.keptAside(registry().view(view, OptionalInt.empty()));
  }
}

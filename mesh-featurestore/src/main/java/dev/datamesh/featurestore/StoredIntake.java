package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.offline.Appended;
import dev.datamesh.featurestore.offline.WrittenRows;
import dev.datamesh.featurestore.registry.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The intake of a store in a folder. A push is one record of the tail; many rows at once go
 * straight into a segment, whose commit is the store's.
 */
final class StoredIntake implements Intake {

  private final StoredRows stored;
  private final OnlineRows online;
  private final PushTail tail;
  private final Marks marks;
  private final Moving moving;
  private final RegistryBook book;
  private final TailLimits limits;

  StoredIntake(
      StoredRows stored,
      OnlineRows online,
      PushTail tail,
      Marks marks,
      Moving moving,
      RegistryBook book,
      TailLimits limits) {
    this.stored = stored;
    this.online = online;
    this.tail = tail;
    this.marks = marks;
    this.moving = moving;
    this.book = book;
    this.limits = limits;
  }

  @Override
  public Pushed push(Version<FeatureView> version, Frame rows, PushTarget target) {
    FeatureView view = version.definition();
    PushedRows split = PushedRows.of(view, rows);
    if (split.isEmpty()) {
      return Intake.pushed(view, rows, 0, book.commitTime());
    }
    if (target != PushTarget.OFFLINE || rows.rows() < limits.segmentRows()) {
      TailRecord record = TailRecord.of(view, version.number(), target, split);
      if (record.bytes().length <= limits.bytes()) {
        TailEntry entry = new TailEntry(record, Instant.MIN);
        return tail.inFlight(
            () -> {
              // Nothing is dropped while a push is under way.
              book.require(version);
              return append(rows, split.kept(), entry);
            });
      }
    }
    return appendSegment(version, rows, split, target);
  }

  @Override
  public Pushed ingest(Version<FeatureView> version, Frame rows) {
    FeatureView view = version.definition();
    PushedRows split = PushedRows.of(view, rows);
    return split.isEmpty()
        ? Intake.pushed(view, rows, 0, book.commitTime())
        : appendSegment(version, rows, split, PushTarget.OFFLINE);
  }

  private Pushed append(Frame rows, Frame kept, TailEntry entry) {
    List<Version<FeatureView>> versions = book.served(entry.view(), entry.target());
    try (ServedPush push = new ServedPush(online, entry.view(), kept).makeRoom(versions)) {
      TailEntry done = tail.append(entry, durable -> online.change(() -> serve(push, durable)));
      return Intake.pushed(entry.view(), rows, done.first(), done.commit());
    }
  }

  private void serve(ServedPush push, TailEntry durable) {
    try {
      push.serve(
          book.served(durable.view(), durable.target()),
          Micros.down(durable.commit()),
          durable.first());
    } finally {
      // What is durable must become a segment in any case.
      tail.add(durable);
    }
  }

  /**
   * The store's record is the commit. The mark that lets the rows be served after opening stands
   * before it: sequences that it has are given to no other rows, even if there is no commit.
   */
  private Pushed appendSegment(
      Version<FeatureView> version, Frame rows, PushedRows split, PushTarget target) {
    FeatureView view = version.definition();
    try (ServedPush push =
            new ServedPush(online, view, split.kept()).makeRoom(book.served(view, target));
        WrittenRows written = stored.write(view, split, target)) {
      return tail.alone(
          written.rows(),
          first -> {
            // Nothing is dropped while this runs.
            book.require(version);
            if (target.online()) {
              marks.write(
                  List.of(new MarkRecord.Pushed(view.name(), first, first + written.rows())));
            }
            Map<String, Appended> tables = written.commit();
            Instant time = tables.values().iterator().next().commit();
            Appended served = tables.get(StoredRows.table(view, target));
            if (served != null) {
              online.change(
                  () ->
                      push.serve(
                          book.served(view, target), Micros.down(time), served.firstSequence()));
            }
            return Intake.pushed(view, rows, served == null ? first : served.firstSequence(), time);
          });
    }
  }

  @Override
  public void applied() {
    moving.move();
  }

  @Override
  public void flush() {
    tail.flush();
  }

  @Override
  public void materialized(String table, OnlineRun run, long rows) {
    marks.write(List.of(new MarkRecord.Ran(table, run, rows, Micros.down(book.commitTime()))));
  }

  @Override
  public <T> T emptied(Supplier<T> removal) {
    return tail.emptied(removal);
  }

  @Override
  public long erase(Map<String, ?> key) {
    moving.requireDone("erase " + key.keySet());
    // No table may be made of the rows meanwhile.
    return tail.emptied(
        () ->
            online.changing(
                () -> {
                  long rows = stored.erase(key);
                  online.erase(key, book::servedVersions);
                  return rows;
                }));
  }

  @Override
  public long settled() {
    return tail.flushed(marks::head);
  }

  @Override
  public void close() {
    try {
      tail.close();
    } finally {
      marks.close();
    }
  }
}

package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.FeatureView;
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

  /** From here on rows that are only joined are cheaper as a segment than as a record. */
  static final int SEGMENT_ROWS = 4096;

  /** A longer record is a segment instead: journals keep commits in memory. */
  static final int LONGEST_RECORD = 16 << 20;

  private final StoredRows stored;
  private final OnlineRows online;
  private final PushTail tail;
  private final Marks marks;
  private final Supplier<Instant> commitTime;

  StoredIntake(
      StoredRows stored,
      OnlineRows online,
      PushTail tail,
      Marks marks,
      Supplier<Instant> commitTime) {
    this.stored = stored;
    this.online = online;
    this.tail = tail;
    this.marks = marks;
    this.commitTime = commitTime;
  }

  @Override
  public Pushed push(
      Version<FeatureView> version,
      List<Version<FeatureView>> served,
      Frame rows,
      PushTarget target) {
    FeatureView view = version.definition();
    Frame kept = StoredRows.withKeyAndTime(view, rows);
    Frame aside = StoredRows.withKeyWithoutTime(view, rows);
    if (kept.rows() + aside.rows() == 0) {
      return Intake.pushed(view, rows, 0, commitTime.get());
    }
    List<Version<FeatureView>> versions = target.online() ? served : List.of();
    if (target != PushTarget.OFFLINE || rows.rows() < SEGMENT_ROWS) {
      byte[] record =
          TailRecord.bytes(view, version.number(), target, aside.rows() == 0 ? kept : rows);
      if (record.length <= LONGEST_RECORD) {
        PushTail.Entry entry =
            new PushTail.Entry(view, target, kept, aside, 0, Instant.MIN, record.length);
        return tail.inFlight(() -> append(versions, rows, entry, record));
      }
    }
    return appendSegment(view, versions, rows, kept, target);
  }

  private Pushed append(
      List<Version<FeatureView>> versions, Frame rows, PushTail.Entry entry, byte[] record) {
    try (ServedPush push = new ServedPush(online, versions, entry.rows()).makeRoom()) {
      PushTail.Entry done =
          tail.append(
              entry, record, durable -> online.change(() -> serve(versions, push, durable)));
      return Intake.pushed(entry.view(), rows, done.first(), done.commit());
    }
  }

  private void serve(List<Version<FeatureView>> versions, ServedPush push, PushTail.Entry durable) {
    try {
      if (!versions.isEmpty()) {
        push.serve(Micros.down(durable.commit()), durable.first());
      }
    } finally {
      // What is durable must become a segment in any case.
      tail.add(durable);
    }
  }

  /** The store's record is the commit; the mark behind it lets the rows be served after opening. */
  private Pushed appendSegment(
      FeatureView view,
      List<Version<FeatureView>> versions,
      Frame rows,
      Frame kept,
      PushTarget target) {
    try (ServedPush push = new ServedPush(online, versions, kept).makeRoom();
        WrittenRows written = stored.write(view, rows, target)) {
      return tail.alone(
          written.rows(),
          () -> {
            var appended = written.commit().values().iterator().next();
            long first = appended.firstSequence();
            if (!versions.isEmpty()) {
              marks.write(List.of(new MarkRecord.Pushed(view.name(), first, first + kept.rows())));
              online.change(() -> push.serve(Micros.down(appended.commit()), first));
            }
            return Intake.pushed(view, rows, first, appended.commit());
          });
    }
  }

  @Override
  public void flush() {
    tail.flush();
  }

  @Override
  public void materialized(String table, OnlineRun run, long rows) {
    marks.write(List.of(new MarkRecord.Ran(table, run, rows, Micros.down(commitTime.get()))));
  }

  @Override
  public <T> T emptied(Supplier<T> removal) {
    return tail.emptied(removal);
  }

  @Override
  public long erase(Map<String, ?> key, List<List<Version<FeatureView>>> versions) {
    return tail.emptied(
        () -> {
          long rows = stored.erase(key);
          online.erase(key);
          return rows;
        });
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

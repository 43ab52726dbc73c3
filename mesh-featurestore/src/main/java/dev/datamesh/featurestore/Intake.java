package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.journal.Decision;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.Outcome;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.offline.Appended;
import dev.datamesh.featurestore.registry.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes rows, marks and erasures, one after another: each is one record in the journal, where there
 * is one, and takes effect in the records' order.
 *
 * <p>A push makes room online first, so that what is durable can be served; then its record is
 * written; then its rows are put into the view's tail and its tables, before the caller has his
 * answer.
 */
final class Intake {

  private final OfflineRows offline;
  private final OnlineRows online;
  private final Supplier<Instant> commitTime;
  private final @Nullable Journal journal;

  /** Held for reading while a record is written and not yet in what is served. */
  private final ReadWriteLock flights = new ReentrantReadWriteLock();

  /** The next ingest sequence; only admissions touch it, or what holds the lock. */
  private long nextSequence;

  Intake(
      OfflineRows offline,
      OnlineRows online,
      Supplier<Instant> commitTime,
      @Nullable Journal journal) {
    this.offline = offline;
    this.online = online;
    this.commitTime = commitTime;
    this.journal = journal;
    if (journal != null) {
      journal.replay(
          journal.oldest(),
          commit ->
              commit
                  .records()
                  .forEach(
                      record ->
                          replay(IntakeRecord.read(record), commit.time(), commit.revision())));
    }
  }

  private void replay(IntakeRecord record, Instant time, long revision) {
    if (record instanceof IntakeRecord.Rows rows) {
      offline.ingest(
          rows.view(),
          new OfflineRows.Ingest(
              rows.rows(), Micros.down(time), rows.firstSequence(), rows.target(), revision));
      nextSequence = rows.firstSequence() + rows.rows().rows();
    } else if (record instanceof IntakeRecord.Materialized done) {
      online.remember(done.table(), done.run(), revision);
      if (!done.isPush()) {
        online.keep(done.table(), done.run(), done.rows(), time);
      }
    } else if (record instanceof IntakeRecord.Erased erased) {
      offline.erase(erased.view(), erased.key());
    }
  }

  /**
   * Gives the last record of the journal at a moment when everything up to it is in what is served;
   * 0 without a journal.
   */
  long settled() {
    flights.writeLock().lock();
    try {
      return journal == null ? 0 : journal.head();
    } finally {
      flights.writeLock().unlock();
    }
  }

  /** Takes rows that fit the view. */
  Pushed push(FeatureView view, List<Version<FeatureView>> served, Frame rows, PushTarget target) {
    List<Version<FeatureView>> versions = target.online() ? served : List.of();
    StoredRows stored = target == PushTarget.ONLINE ? null : offline.stored();
    Frame kept = stored == null ? rows : StoredRows.withKeyAndTime(view, rows);
    Map<String, OnlinePass> ready = new HashMap<>();
    flights.readLock().lock();
    try {
      for (Version<FeatureView> version : versions) {
        Frame adapted =
            online.isServed(version) ? OfflineRows.adaptedTo(version.definition(), kept) : null;
        if (adapted != null) {
          OnlinePass pass = online.pass(version, adapted, 0, 0);
          ready.put(OnlineRows.name(version), pass);
          pass.makeRoom();
        }
      }
      return stored == null
          ? commit(view, versions, rows, target, ready)
          : append(stored, view, versions, rows, kept, ready);
    } finally {
      ready.values().forEach(OnlinePass::giveUp);
      flights.readLock().unlock();
    }
  }

  /**
   * Takes rows that a store on disk keeps: its record is the commit; the mark behind it lets them
   * be served again after opening.
   */
  private Pushed append(
      StoredRows stored,
      FeatureView view,
      List<Version<FeatureView>> versions,
      Frame rows,
      Frame kept,
      Map<String, OnlinePass> ready) {
    Optional<Appended> appended = stored.append(view, rows);
    long first = appended.map(Appended::firstSequence).orElse(0L);
    Instant time = appended.map(Appended::commit).orElseGet(commitTime);
    if (!versions.isEmpty() && appended.isPresent()) {
      OnlineRun run =
          new OnlineRun(first, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, first + kept.rows());
      mark(versions, kept, run);
      online.change(() -> serve(versions, kept, Micros.down(time), first, ready));
    }
    return new Pushed(first, rows.rows(), withoutTime(view, rows), withoutKey(view, rows), time);
  }

  /** One record for every version that serves the rows, now or when it is asked for. */
  private void mark(List<Version<FeatureView>> versions, Frame rows, OnlineRun run) {
    List<byte[]> records = new ArrayList<>();
    for (Version<FeatureView> version : versions) {
      FeatureView view = version.definition();
      if (view.online() && OfflineRows.adaptedTo(view, rows) != null) {
        String table = OnlineRows.name(version);
        records.add(
            new IntakeRecord.Materialized(table, run, IntakeRecord.Materialized.PUSHED).toBytes());
        online.remember(table, run, Long.MAX_VALUE);
      }
    }
    if (journal != null && !records.isEmpty()) {
      journal.append(records);
    }
  }

  private Pushed commit(
      FeatureView view,
      List<Version<FeatureView>> versions,
      Frame rows,
      PushTarget target,
      Map<String, OnlinePass> ready) {
    AtomicReference<Pushed> pushed = new AtomicReference<>();
    byte[] body =
        journal == null ? IntakeRecord.empty() : IntakeRecord.rows(view.name(), target, rows);
    write(
        () -> {
          long first = nextSequence;
          nextSequence += rows.rows();
          return IntakeRecord.numbered(body, first);
        },
        (record, time) -> {
          long first = IntakeRecord.number(record);
          online.change(() -> put(view, versions, rows, target, Micros.down(time), first, ready));
          pushed.set(
              new Pushed(
                  first, rows.rows(), withoutTime(view, rows), withoutKey(view, rows), time));
        });
    return java.util.Objects.requireNonNull(pushed.get());
  }

  private void put(
      FeatureView view,
      List<Version<FeatureView>> versions,
      Frame rows,
      PushTarget target,
      long commit,
      long first,
      Map<String, OnlinePass> ready) {
    offline.ingest(
        view.name(), new OfflineRows.Ingest(rows, commit, first, target, Long.MAX_VALUE));
    serve(versions, rows, commit, first, ready);
  }

  /** Puts rows into the tables of versions, by the passes that were made ready where there are. */
  private void serve(
      List<Version<FeatureView>> versions,
      Frame rows,
      long commit,
      long first,
      Map<String, OnlinePass> ready) {
    for (Version<FeatureView> version : versions) {
      OnlinePass pass = ready.get(OnlineRows.name(version));
      if (pass != null) {
        pass.takeFrom(first);
        continue;
      }
      Frame adapted =
          online.isServed(version) ? OfflineRows.adaptedTo(version.definition(), rows) : null;
      if (adapted != null) {
        online.pass(version, adapted, commit, first).takeAll();
      }
    }
  }

  private static long withoutTime(FeatureView view, Frame rows) {
    return rows.column(ViewRows.eventName(view)).nullCount();
  }

  private static long withoutKey(FeatureView view, Frame rows) {
    List<Column> keys = view.keys().names().stream().map(rows::column).toList();
    long count = 0;
    if (keys.stream().anyMatch(Column::hasNulls)) {
      for (long row = 0; row < rows.rows(); row++) {
        long at = row;
        count += keys.stream().anyMatch(key -> key.isNull(at)) ? 1 : 0;
      }
    }
    return count;
  }

  /** Writes down what was materialized. */
  void materialized(String table, OnlineRun run, long rows) {
    online.remember(table, run, Long.MAX_VALUE);
    if (journal != null) {
      journal.append(List.of(new IntakeRecord.Materialized(table, run, rows).toBytes()));
    }
    online.keep(table, run, rows, commitTime.get());
  }

  /** Forgets an entity on both sides. */
  Erasure erase(String view, List<Version<FeatureView>> versions, ErasedKey key) {
    AtomicReference<Erasure> erasure = new AtomicReference<>();
    byte[] record = new IntakeRecord.Erased(view, key).toBytes();
    write(
        () -> record,
        (bytes, time) ->
            erasure.set(
                new Erasure(view, online.erase(versions, key.values()), offline.erase(view, key))));
    return java.util.Objects.requireNonNull(erasure.get());
  }

  private interface Publication {
    void publish(byte[] record, Instant time);
  }

  private void write(Supplier<byte[]> admitted, Publication publication) {
    if (journal == null) {
      synchronized (this) {
        publication.publish(admitted.get(), commitTime.get());
      }
      return;
    }
    AtomicReference<RuntimeException> failed = new AtomicReference<>();
    Outcome<Void> outcome =
        journal.append(
            slot -> {
              byte[] record = admitted.get();
              return Decision.admit(
                  List.of(record),
                  durable -> {
                    try {
                      publication.publish(record, durable.time());
                    } catch (RuntimeException e) {
                      // The record is durable and comes into effect at the next opening.
                      failed.set(e);
                    }
                  });
            });
    if (outcome instanceof Outcome.Unknown<Void> unknown) {
      throw unknown.error();
    }
    RuntimeException failure = failed.get();
    if (failure != null) {
      throw failure;
    }
  }

  /** Refuses rows of a future that is farther away than clocks differ. */
  static void checkTimes(FeatureView view, Frame rows, long latest) {
    Column events = rows.column(ViewRows.eventName(view));
    for (long row = 0; row < rows.rows(); row++) {
      if (!events.isNull(row) && events.getLong(row) > latest) {
        throw new InvalidInputException(
            "Cannot push row %d of view \"%s\", its event time %s is in the future: the latest is %s"
                .formatted(
                    row, view.name(), Micros.instant(events.getLong(row)), Micros.instant(latest)));
      }
    }
  }

  void close() {
    if (journal != null) {
      journal.close();
    }
  }
}

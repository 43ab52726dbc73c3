package dev.datamesh.featurestore;

import dev.datamesh.core.journal.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The journal that says what is served and how far the tail has become segments. Safe for use by
 * many threads.
 */
final class Marks implements AutoCloseable {

  private final Journal journal;
  private final String folder;
  private final OnlineRows online;
  private final RegistryBook book;
  private volatile OptionalLong moved = OptionalLong.empty();
  private volatile boolean hasMoved;
  private final AtomicLong generation = new AtomicLong();
  private final AtomicLong end = new AtomicLong();

  /** Takes over a journal, which it closes. */
  Marks(Journal journal, Path folder, OnlineRows online, RegistryBook book) {
    this.journal = journal;
    this.folder = folder.toString();
    this.online = online;
    this.book = book;
  }

  /** Lets the online side remember everything. */
  void replay() {
    journal.replay(
        journal.oldest(),
        commit ->
            commit
                .records()
                .forEach(bytes -> replay(MarkRecord.read(bytes, folder), commit.revision())));
  }

  private void replay(MarkRecord record, long revision) {
    if (record instanceof MarkRecord.Pushed pushed) {
      end.accumulateAndGet(pushed.end(), Math::max);
      online.remember(pushed.view(), OnlineRun.pushed(pushed.first(), pushed.end()), revision);
    } else if (record instanceof MarkRecord.Ran ran) {
      online.remember(ran.table(), ran.run(), revision);
      if (book.isKnown(ran.table(), ran.micros())) {
        online.goOnFrom(ran.table(), ran.run());
        if (ran.rows() >= 0) {
          online.keep(ran.table(), ran.run(), ran.rows(), Micros.instant(ran.micros()));
        }
      }
    } else if (record instanceof MarkRecord.Tail tail) {
      generation.accumulateAndGet(tail.generation(), Math::max);
    } else if (record instanceof MarkRecord.Moving moving) {
      moved = OptionalLong.of(moving.first());
    } else {
      hasMoved = true;
    }
  }

  /** The first generation of the tail that may have rows which are in no segment. */
  long generation() {
    return generation.get();
  }

  /** What the numbers of an earlier build's rows count from; empty where none have been moved. */
  OptionalLong moved() {
    return moved;
  }

  /** Whether all rows of an earlier build's journal are part of the store. */
  boolean hasMoved() {
    return hasMoved;
  }

  /** Behind the last sequence of a push that is served. */
  long end() {
    return end.get();
  }

  /** The last record. */
  long head() {
    return journal.head();
  }

  /** Writes records in one commit, and lets the online side remember them. */
  void write(List<MarkRecord> records) {
    if (!records.isEmpty()) {
      long revision = journal.append(records.stream().map(MarkRecord::toBytes).toList());
      records.forEach(record -> replay(record, revision));
    }
  }

  /**
   * Records of the pushes among entries, in their order: one for all between which nothing came
   * that is not to be served. Sequences of other views' entries, and of rows kept aside, do no harm
   * in it; those of rows that went straight to a segment do, of which only a gap tells.
   */
  static List<MarkRecord> of(List<TailEntry> entries) {
    Map<String, MarkRecord.Pushed> open = new LinkedHashMap<>();
    List<MarkRecord> records = new ArrayList<>();
    long end = -1;
    for (TailEntry entry : entries) {
      if (entry.first() != end) {
        records.addAll(open.values());
        open.clear();
      }
      end = entry.end();
      String view = entry.view().name();
      MarkRecord.Pushed last = open.get(view);
      if (entry.target().online()) {
        long first = last == null ? entry.first() : last.first();
        open.put(view, new MarkRecord.Pushed(view, first, end));
      } else if (last != null) {
        records.add(last);
        open.remove(view);
      }
    }
    records.addAll(open.values());
    return records;
  }

  @Override
  public void close() {
    journal.close();
  }
}

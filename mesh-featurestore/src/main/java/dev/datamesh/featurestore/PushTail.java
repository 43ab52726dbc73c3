package dev.datamesh.featurestore;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.Decision;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were pushed and are in no segment yet: a record each in a journal, whose force is the
 * commit, and in memory. {@link #flush} makes segments of them under the sequences and commit times
 * that they have; whoever reads the offline side flushes first, so that no read has to look here. A
 * journal whose rows are all in segments is deleted.
 *
 * <p>After a crash between the two, a row below the store's next sequence is in a segment, and one
 * above is not: the store's own batches take their sequences only while nothing waits here.
 *
 * <p>Safe for use by many threads. Locks are taken in this order: that of runs, that of the files
 * of what is served, flushing, flights, that of changing definitions, that of what is served.
 */
final class PushTail implements AutoCloseable {

  /** One journal. */
  private record Generation(long number, Journal journal) {}

  private final TailFolder folder;
  private final StoredRows stored;
  private final Marks marks;
  private final SteadyClock clock;
  private final TailLimits limits;
  private final ReentrantLock flushing = new ReentrantLock();

  /** Held for reading while a push is under way. */
  private final ReadWriteLock flights = new ReentrantReadWriteLock();

  private final Object creating = new Object();
  private volatile @Nullable Generation current;
  private volatile boolean closed;

  /** Given up, until their rows are in segments; with the lock of flushing. */
  private final List<Generation> ended = new ArrayList<>();

  /** Of the current generation, which may not have begun; admissions alone touch the others. */
  private long number;

  private long nextSequence;

  /** Itself its lock. */
  private final Deque<TailEntry> waiting = new ArrayDeque<>();

  private volatile int waitingPushes;
  private volatile long waitingBytes;

  /** With the lock of what waits. */
  private long generationBytes;

  PushTail(
      TailFolder folder, StoredRows stored, Marks marks, SteadyClock clock, TailLimits limits) {
    this.folder = folder;
    this.stored = stored;
    this.marks = marks;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Makes segments of what an earlier process left.
   *
   * @param first generation that may have rows which are in none
   * @param marked behind the last sequence that a mark has
   */
  void open(long first, long marked, TailRecord.Known known) {
    clock.passed(stored.latestCommit());
    nextSequence = Math.max(marked, stored.store().nextSequence());
    folder.deleteBelow(first);
    number = first;
    flushing.lock();
    try {
      while (folder.isThere(number)) {
        Generation left = new Generation(number, folder.open(number));
        ended.add(left);
        String name = folder.of(number).toString();
        number++;
        left.journal.replay(left.journal.oldest(), commit -> takeUp(commit, known, name));
      }
      flushWaiting();
    } catch (RuntimeException e) {
      ended.forEach(each -> each.journal.close());
      throw e;
    } finally {
      flushing.unlock();
    }
  }

  private void takeUp(Commit commit, TailRecord.Known known, String name) {
    for (byte[] bytes : commit.records()) {
      TailRecord.read(bytes, known, name)
          .ifPresent(
              record -> {
                TailEntry entry = new TailEntry(record, commit.time());
                add(entry);
                nextSequence = Math.max(nextSequence, entry.end());
              });
    }
    clock.passed(commit.time());
    if (isFull(1)) {
      writeWaiting();
    }
  }

  /** Runs a push, beside others. */
  <T> T inFlight(Supplier<T> push) {
    makeRoom();
    flights.readLock().lock();
    try {
      return push.get();
    } finally {
      flights.readLock().unlock();
    }
  }

  /** The push that fills the tail empties it; others go on meanwhile, unless it is far too full. */
  private void makeRoom() {
    if (isFull(1) && (flushing.tryLock() || isFull(4))) {
      try {
        flush();
      } finally {
        if (flushing.isHeldByCurrentThread()) {
          flushing.unlock();
        }
      }
    }
  }

  private boolean isFull(int times) {
    return waitingPushes >= limits.pushes() * times
        || waitingBytes >= (long) limits.bytes() * times;
  }

  /**
   * Makes rows durable and lets them be served.
   *
   * @param rows without number and time
   * @param serve called with both once they are durable, before any other push is; what it throws
   *     does not undo the push
   */
  TailEntry append(TailEntry rows, Consumer<TailEntry> serve) {
    AtomicReference<TailEntry> done = new AtomicReference<>();
    AtomicReference<RuntimeException> failed = new AtomicReference<>();
    Outcome<Void> outcome =
        generation()
            .journal
            .append(
                slot -> {
                  long first = nextSequence;
                  TailEntry entry = rows.numbered(first, slot.time());
                  nextSequence = entry.end();
                  return Decision.admit(
                      List.of(entry.record().bytes()),
                      durable -> {
                        done.set(entry);
                        try {
                          serve.accept(entry);
                        } catch (RuntimeException e) {
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
    return java.util.Objects.requireNonNull(done.get());
  }

  private Generation generation() {
    Generation known = current;
    if (known != null) {
      return known;
    }
    synchronized (creating) {
      if (closed) {
        throw new ClosedException(
            "Cannot push to the feature store, it is closed", folder.of(number).toString());
      }
      Generation made = current;
      if (made == null) {
        made = new Generation(number, folder.open(number));
        synchronized (waiting) {
          generationBytes = 0;
        }
        current = made;
      }
      return made;
    }
  }

  /** Keeps durable rows until they are in a segment. */
  void add(TailEntry entry) {
    synchronized (waiting) {
      waiting.add(entry);
      waitingPushes++;
      waitingBytes += entry.bytes();
      generationBytes += entry.bytes();
    }
  }

  /** The rows of a view that wait. */
  List<OfflineRows.Ingest> waiting(String view) {
    List<OfflineRows.Ingest> found = new ArrayList<>();
    synchronized (waiting) {
      for (TailEntry entry : waiting) {
        if (entry.view().name().equals(view)) {
          found.add(
              new OfflineRows.Ingest(
                  entry.view(),
                  entry.rows().kept(),
                  Micros.down(entry.commit()),
                  entry.first(),
                  entry.target()));
        }
      }
    }
    return found;
  }

  /** Makes segments of all rows that were pushed before the call. */
  void flush() {
    if (waitingPushes == 0) {
      return;
    }
    flushing.lock();
    try {
      if (isLong()) {
        endGeneration();
      }
      flushWaiting();
    } finally {
      flushing.unlock();
    }
  }

  /** Runs what must meet no append or flush that is half done. */
  <T> T flushed(Supplier<T> work) {
    flushing.lock();
    try {
      flushWaiting();
      return work.get();
    } finally {
      flushing.unlock();
    }
  }

  private boolean isLong() {
    synchronized (waiting) {
      return generationBytes >= limits.generation();
    }
  }

  /**
   * Runs what appends rows to the store itself, while no row waits and none is pushed.
   *
   * @param rows that it appends
   * @param append given the first of their sequences, which are its own whether it succeeds or not
   */
  <T> T alone(long rows, LongFunction<T> append) {
    flushing.lock();
    flights.writeLock().lock();
    try {
      flushWaiting();
      long first = nextSequence;
      stored.store().skipTo(first);
      nextSequence += rows;
      return append.apply(first);
    } finally {
      flights.writeLock().unlock();
      flushing.unlock();
    }
  }

  /** Runs what takes rows out, while nothing is pushed and no journal has rows. */
  <T> T emptied(Supplier<T> removal) {
    flushing.lock();
    flights.writeLock().lock();
    try {
      endGeneration();
      flushWaiting();
      return removal.get();
    } finally {
      flights.writeLock().unlock();
      flushing.unlock();
    }
  }

  /** Lets the pushes to come write into another journal. */
  private void endGeneration() {
    flights.writeLock().lock();
    try {
      Generation last = current;
      if (last != null) {
        ended.add(last);
        current = null;
        number++;
      }
    } finally {
      flights.writeLock().unlock();
    }
  }

  private void flushWaiting() {
    writeWaiting();
    if (!ended.isEmpty()) {
      marks.write(List.of(new MarkRecord.Tail(number)));
      while (!ended.isEmpty()) {
        Generation first = ended.get(0);
        first.journal.close();
        folder.delete(first.number);
        ended.remove(0);
      }
    }
  }

  /** First the store's commit, then the marks': what is in the store is only marked again. */
  private void writeWaiting() {
    List<TailEntry> entries;
    synchronized (waiting) {
      entries = List.copyOf(waiting);
    }
    if (entries.isEmpty()) {
      return;
    }
    long next = stored.store().nextSequence();
    TailRows.append(stored, entries.stream().filter(entry -> entry.first() >= next).toList());
    marks.write(Marks.of(entries));
    synchronized (waiting) {
      for (TailEntry entry : entries) {
        waiting.remove();
        waitingPushes--;
        waitingBytes -= entry.bytes();
      }
    }
  }

  /** Makes segments of everything. Pushes to come are refused. */
  @Override
  public void close() {
    flushing.lock();
    flights.writeLock().lock();
    try {
      closed = true;
      endGeneration();
      flushWaiting();
    } finally {
      ended.forEach(each -> each.journal.close());
      flights.writeLock().unlock();
      flushing.unlock();
    }
  }
}

package dev.datamesh.core.journal;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.OutcomeUnknownException;
import dev.datamesh.core.StorageException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes admissions under one lock and writes what they admit on one thread of its own: all that is
 * pending when a force returns goes into the next group. A caller that waits for its answer, and
 * finds nobody writing, writes its commit itself where that needs no more than one write: two
 * hand-overs between threads are saved. Either has the turn while it writes, and only one at a time
 * does.
 *
 * <p>The state that admissions decide on runs ahead of the log, so the first failure of the disk
 * ends all writing: what was pending then is unknown, or was surely not written and fails, and what
 * comes after is refused.
 */
final class LogWriter {

  /** One admitted commit that waits to be durable. */
  private record Waiter<R>(
      Outcome.Durable<R> durable,
      Consumer<Outcome.Durable<R>> whenDurable,
      CompletableFuture<Outcome<R>> future) {

    void publish() {
      whenDurable.accept(durable);
    }

    void complete() {
      future.complete(durable);
    }

    void unknown(String journal, Throwable cause) {
      future.complete(
          new Outcome.Unknown<>(
              new OutcomeUnknownException(
                  "Cannot tell whether revision %d of the journal in %s is durable, writing failed:"
                          .formatted(durable.revision(), journal)
                      + " %s; reopen it and look".formatted(cause),
                  "revision " + durable.revision(),
                  cause)));
    }

    void fail(RuntimeException failure) {
      future.completeExceptionally(failure);
    }
  }

  /** Something that happens on the writer's thread between two groups. */
  interface Body {

    void run() throws IOException;
  }

  private record Task(Body body, CompletableFuture<Void> done) {}

  private final String name;
  private final JournalOptions options;
  private final LogTail tail;
  private final Consumer<LogEnd> publisher;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Thread thread;
  private final Queue<Task> tasks = new ArrayDeque<>();

  private Group filling = new Group();
  private Group writing = new Group();
  private List<Waiter<?>> waiters = new ArrayList<>();
  private List<Waiter<?>> served = new ArrayList<>();
  private long pendingHead;
  private Instant lastTime;
  private @Nullable Throwable failure;
  private boolean closing;

  /** Whether somebody has the turn. */
  private boolean busy;

  /** How many commits the last group had. */
  private int lastCount;

  /** Whether it is the journal's thread that has the turn; of no concern to others. */
  private boolean isThreadsTurn;

  private final AtomicLong commits = new AtomicLong();

  LogWriter(String name, JournalOptions options, LogTail tail, Consumer<LogEnd> publisher) {
    this.name = name;
    this.options = options;
    this.tail = tail;
    this.publisher = publisher;
    this.pendingHead = tail.end().mark().revision();
    this.lastTime = CommitTime.ofMicros(tail.end().mark().micros());
    this.thread = new Thread(this::run, "mesh-journal");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  long commits() {
    return commits.get();
  }

  <R> CompletableFuture<Outcome<R>> submit(Admission<R> admission) {
    CompletableFuture<Outcome<R>> future = new CompletableFuture<>();
    lock.lock();
    try {
      admit(admission, future);
      if (!waiters.isEmpty() && !busy) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
    return future;
  }

  /** Waits for the answer, and writes the commit itself where nobody else is writing. */
  <R> Outcome<R> append(Admission<R> admission) {
    CompletableFuture<Outcome<R>> future = new CompletableFuture<>();
    boolean isMine = false;
    lock.lock();
    try {
      admit(admission, future);
      if (!waiters.isEmpty() && !busy) {
        // Where others write too, a group of one would keep them waiting: the thread gathers more.
        isMine = lastCount <= 1 && waiters.size() == 1 && tasks.isEmpty() && !closing;
        isMine = isMine && !future.isDone() && tail.takesFromAnyThread(filling.length());
        if (isMine) {
          takeTurn();
        } else {
          work.signal();
        }
      }
    } finally {
      lock.unlock();
    }
    if (isMine) {
      try {
        writeGroup(tail::writeThrough);
      } finally {
        giveTurn();
      }
    }
    return Waiting.join(future);
  }

  private <R> void admit(Admission<R> admission, CompletableFuture<Outcome<R>> future) {
    try {
      while (filling.length() > options.pendingBytes() && failure == null && !closing) {
        room.awaitUninterruptibly();
      }
      requireWritable();
      Instant time = CommitTime.next(lastTime, options.clock());
      long revision = pendingHead + 1;
      Decision<R> decision = admission.decide(new Admission.Slot(revision, time));
      if (decision instanceof Decision.Refuse<R> refuse) {
        future.complete(new Outcome.Refused<>(refuse.reason()));
      } else {
        enqueue((Decision.Admit<R>) decision, new Outcome.Durable<>(revision, time), future);
      }
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
    }
  }

  private <R> void enqueue(
      Decision.Admit<R> admit, Outcome.Durable<R> durable, CompletableFuture<Outcome<R>> future) {
    Limits.check(admit.records(), options);
    filling.add(durable.revision(), CommitTime.toMicros(durable.time()), admit.records());
    pendingHead = durable.revision();
    lastTime = durable.time();
    waiters.add(new Waiter<>(durable, admit.whenDurable(), future));
  }

  private void requireWritable() {
    if (failure != null) {
      throw new StorageException(
          "Cannot write to the journal in %s, an earlier write failed: %s; reopen it"
              .formatted(name, failure),
          name,
          failure);
    }
    if (closing) {
      throw new ClosedException("Cannot write to the journal in " + name + ", it is closed", name);
    }
  }

  /** Runs something on the writer's thread, after what is pending now was taken up. */
  void onThread(Body body) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    lock.lock();
    try {
      requireWritable();
      tasks.add(new Task(body, done));
      work.signal();
    } finally {
      lock.unlock();
    }
    Waiting.join(done);
  }

  private void run() {
    while (true) {
      List<Task> due = new ArrayList<>();
      if (!take(due)) {
        return;
      }
      if (!writing.isEmpty()) {
        reserveAndWriteGroup();
      }
      due.forEach(this::runTask);
    }
  }

  /** Waits for work and takes all of it; false once the journal is closing and nothing is left. */
  private boolean take(List<Task> due) {
    lock.lock();
    try {
      if (isThreadsTurn) {
        isThreadsTurn = false;
        busy = false;
      }
      while (busy || (filling.isEmpty() && tasks.isEmpty())) {
        if (closing && !busy) {
          return false;
        }
        work.awaitUninterruptibly();
      }
      takeTurn();
      isThreadsTurn = true;
      due.addAll(tasks);
      tasks.clear();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Makes what is pending the group to be written; with the lock. */
  private void takeTurn() {
    busy = true;
    lastCount = filling.isEmpty() ? lastCount : filling.count();
    Group full = filling;
    filling = writing;
    writing = full;
    List<Waiter<?>> taken = waiters;
    waiters = served;
    served = taken;
    room.signalAll();
  }

  private void giveTurn() {
    lock.lock();
    try {
      busy = false;
      if (closing || !filling.isEmpty() || !tasks.isEmpty()) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void reserveAndWriteGroup() {
    try {
      tail.reserve(writing.length());
    } catch (IOException | RuntimeException e) {
      stop(e);
      settlePending(waiter -> waiter.fail(notWritten(e)));
      return;
    }
    writeGroup(tail::write);
  }

  /** How a group gets into the log. */
  private interface GroupWrite {

    void write(Group group) throws IOException;
  }

  private void writeGroup(GroupWrite write) {
    try {
      write.write(writing);
    } catch (IOException | RuntimeException | Error e) {
      stop(e);
      settlePending(waiter -> waiter.unknown(name, e));
      return;
    }
    publisher.accept(tail.end());
    commits.addAndGet(writing.count());
    for (Waiter<?> waiter : served) {
      publish(waiter);
    }
    writing.clear();
    served.clear();
  }

  /** A publication that fails leaves a state that is behind the log: nothing may be written on. */
  private void publish(Waiter<?> waiter) {
    try {
      waiter.publish();
      waiter.complete();
    } catch (RuntimeException | Error e) {
      stop(e);
      waiter.fail(
          new StorageException(
              "Cannot publish revision %d of the journal in %s, which is durable: %s; reopen it"
                  .formatted(waiter.durable().revision(), name, e),
              name,
              e));
    }
  }

  private void stop(Throwable e) {
    lock.lock();
    try {
      if (failure == null) {
        failure = e;
      }
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all that is pending, in order: what was taken for this group and what came since. */
  private void settlePending(Consumer<Waiter<?>> end) {
    List<Waiter<?>> all = new ArrayList<>(served);
    lock.lock();
    try {
      all.addAll(waiters);
      waiters.clear();
      filling.clear();
    } finally {
      lock.unlock();
    }
    served.clear();
    writing.clear();
    all.forEach(end);
  }

  private StorageException notWritten(Throwable e) {
    return new StorageException(
        "Cannot write to the journal in %s, no space could be reserved: %s; nothing was written"
            .formatted(name, e),
        name,
        e);
  }

  private void runTask(Task task) {
    try {
      task.body().run();
      publisher.accept(tail.end());
      task.done().complete(null);
    } catch (IOException e) {
      stop(e);
      task.done()
          .completeExceptionally(
              new StorageException(
                  "Cannot write to the journal in %s: %s".formatted(name, e), name, e));
    } catch (RuntimeException e) {
      task.done().completeExceptionally(e);
    }
  }

  /** Writes what is pending, ends the thread, and leaves the mark of a clean close. */
  void close() throws IOException {
    lock.lock();
    try {
      closing = true;
      work.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    Waiting.joinThread(thread);
    tail.close(failure == null);
  }
}

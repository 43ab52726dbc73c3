package dev.datamesh.core.catalog;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.CommitStore;
import dev.datamesh.core.journal.History;
import dev.datamesh.core.journal.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes intents one at a time, against the published state and everything queued before; hands
 * their commits to the store without waiting, and publishes them in their order once they are
 * durable.
 *
 * <p>Two locks, always taken in this order: {@code turn} while an intent is decided and queued,
 * {@code publishing} while a durable commit becomes visible. Nobody holds either while waiting for
 * the disk, except an intent that needs quiet. Of the queued products {@code queuedEntries} knows
 * the newest state; it forgets one only after the published state has it, so a look into both in
 * this order misses nothing.
 *
 * <p>Where the store answers with a conflict, another process wrote: the committer reads what it
 * wrote and decides the intent again. A store that others write to gets one commit at a time: a
 * revision alone does not tell whose commit it is, so one queued behind a commit that lost could
 * follow the winner instead, decided against a state that never was.
 */
final class Committer implements Stage.Queued {

  private static final int READ_AHEAD = 1_000;

  /** A commit that is with the store. */
  private record Queued(
      long revision,
      CommitHeader header,
      Stage stage,
      CompletableFuture<Outcome<CommitStore.Conflict>> outcome) {}

  private final CommitStore store;
  private final Clock clock;
  private final boolean oneAtATime;
  private final AuditKey auditKey;
  private final Published published;
  private final RefusalLog refusals;
  private final UseLog uses;

  private final Object turn = new Object();
  private final Object publishing = new Object();
  private final Deque<Queued> queue = new ArrayDeque<>();
  private final Map<ProductId, CatalogEntry> queuedEntries = new ConcurrentHashMap<>();
  private final WireReader.Words words = new WireReader.Words();
  private volatile boolean closed;
  private int queuedProducts;
  private long pendingRevision;
  private Instant pendingTime;
  private AuditLink pendingLink;

  Committer(
      CommitStore store, Settings settings, Published published, RefusalLog refusals, UseLog uses) {
    this.store = store;
    this.clock = settings.clock();
    this.oneAtATime = settings.isShared();
    this.auditKey = settings.auditKey();
    this.published = published;
    this.refusals = refusals;
    this.uses = uses;
    this.pendingRevision = published.view().revision();
    this.pendingTime = published.view().at();
    this.pendingLink = published.link();
  }

  /** Writes an intent, waits until it is durable and published. */
  <T> WriteResult<T> write(String principal, Intent<T> intent) {
    while (true) {
      Queued queued;
      @Nullable Outcome<CommitStore.Conflict> outcome = null;
      synchronized (turn) {
        checkOpen();
        boolean quiet = oneAtATime || intent.needsQuiet();
        if (quiet) {
          awaitQuiet();
        }
        Stage stage = new Stage(published.state(), this, pendingRevision + 1, nextTime());
        WriteResult<T> refused = intent.stage(stage);
        if (refused != null) {
          return refused;
        }
        refusals.drainTo(stage);
        uses.drainTo(stage);
        queued = enqueue(principal, stage);
        if (quiet) {
          outcome = await(queued);
          publishReady();
        }
      }
      if (outcome == null) {
        outcome = await(queued);
      }
      if (outcome.isDurable()) {
        publishReady();
        return new WriteResult.Done<>(intent.value(), queued.revision());
      }
      startOver();
      if (outcome instanceof Outcome.Unknown<CommitStore.Conflict> unknown) {
        throw unknown.error();
      }
    }
  }

  @Override
  public @Nullable CatalogEntry entry(ProductId id) {
    return queuedEntries.get(id);
  }

  @Override
  public long products() {
    synchronized (publishing) {
      return (long) published.state().products.size() + queuedProducts;
    }
  }

  /** Reads what other writers of the store wrote. */
  void catchUp() {
    synchronized (turn) {
      awaitQuiet();
      readOn();
    }
  }

  /** Takes the state of a revision while nothing changes it. */
  interface AtRest {
    void take(long revision, Instant at, AuditLink link);
  }

  /** Gives the published state while no write is on its way. */
  void atRest(AtRest taker) {
    synchronized (turn) {
      awaitQuiet();
      taker.take(published.view().revision(), published.view().at(), published.link());
    }
  }

  /** Writes the refusals and uses that wait, and lets nothing in any more. */
  void close(boolean writable) {
    synchronized (turn) {
      if (closed) {
        return;
      }
      closed = true;
      awaitQuiet();
      if (writable && (refusals.isWaiting() || uses.isWaiting())) {
        Stage stage = new Stage(published.state(), this, pendingRevision + 1, nextTime());
        refusals.drainTo(stage);
        uses.drainTo(stage);
        Queued queued = enqueue("catalog", stage);
        if (await(queued) instanceof Outcome.Durable) {
          publishReady();
        }
      }
    }
  }

  boolean isClosed() {
    return closed;
  }

  private void checkOpen() {
    if (closed) {
      throw new ClosedException("Cannot write to the catalog, it is closed", "catalog");
    }
  }

  private Queued enqueue(String principal, Stage stage) {
    CommitHeader header =
        CommitHeader.after(pendingLink, stage.at(), principal, stage.bytes, auditKey);
    List<byte[]> records = new ArrayList<>(stage.bytes.size() + 1);
    records.add(header.bytes());
    records.addAll(stage.bytes);
    Queued queued =
        new Queued(stage.revision(), header, stage, store.append(pendingRevision, records));
    pendingRevision = stage.revision();
    pendingTime = stage.at();
    pendingLink = header.link();
    queuedEntries.putAll(stage.puts());
    synchronized (publishing) {
      queuedProducts += stage.newProducts();
      queue.add(queued);
    }
    return queued;
  }

  private Instant nextTime() {
    Instant now = clock.instant();
    Instant micros = now.truncatedTo(ChronoUnit.MICROS);
    if (micros.isBefore(now)) {
      micros = micros.plus(1, ChronoUnit.MICROS);
    }
    return micros.isBefore(pendingTime) ? pendingTime : micros;
  }

  private Outcome<CommitStore.Conflict> await(Queued queued) {
    try {
      return queued.outcome().join();
    } catch (CompletionException e) {
      startOver();
      if (e.getCause() instanceof MeshException refused) {
        throw refused;
      }
      throw e;
    }
  }

  /** Publishes, in order, every queued commit whose outcome is known to be durable. */
  private void publishReady() {
    synchronized (publishing) {
      while (!queue.isEmpty() && isDurable(queue.peek())) {
        Queued next = queue.remove();
        published.publish(
            next.revision(), next.header(), next.stage().events, next.stage().analyzed);
        queuedProducts -= next.stage().newProducts();
        next.stage().puts().forEach(queuedEntries::remove);
      }
    }
  }

  private static boolean isDurable(Queued queued) {
    return queued.outcome().isDone()
        && !queued.outcome().isCompletedExceptionally()
        && queued.outcome().join().isDurable();
  }

  /** Waits until everything queued is answered, and publishes what is durable. */
  private void awaitQuiet() {
    while (true) {
      Queued last;
      synchronized (publishing) {
        last = queue.peekLast();
      }
      if (last == null) {
        return;
      }
      last.outcome().handle((outcome, failure) -> true).join();
      publishReady();
      forgetFailed();
    }
  }

  /** Drops what the store did not take; what is queued behind it was not taken either. */
  private void forgetFailed() {
    synchronized (publishing) {
      if (!queue.isEmpty() && queue.peek().outcome().isDone() && !isDurable(queue.peek())) {
        queue.clear();
        queuedEntries.clear();
        queuedProducts = 0;
        pendingRevision = published.view().revision();
        pendingTime = published.view().at();
        pendingLink = published.link();
      }
    }
  }

  /** After a commit that was not taken: begins again from what the store has. */
  private void startOver() {
    synchronized (turn) {
      awaitQuiet();
      readOn();
    }
  }

  private void readOn() {
    while (true) {
      History history = store.read(pendingRevision + 1, READ_AHEAD);
      if (!(history instanceof History.Commits commits) || commits.commits().isEmpty()) {
        return;
      }
      synchronized (publishing) {
        for (Commit commit : commits.commits()) {
          published.replay(commit, words);
        }
      }
      pendingRevision = published.view().revision();
      pendingTime = published.view().at();
      pendingLink = published.link();
    }
  }
}

package dev.datamesh.featurestore.offline;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.Decision;
import dev.datamesh.core.journal.History;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.Outcome;
import dev.datamesh.core.journal.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The store's journal and the state that its durable records give. Safe for use by many threads:
 * the state is published commit by commit.
 */
final class Commits implements AutoCloseable {

  private static final int PAGE = 1000;
  private static final long SNAPSHOT_EVERY = 1000;

  private final Journal journal;
  private final String folder;
  private volatile StoreState state;
  private long snapshotAt;

  /** The next sequence with everything that is queued; admissions alone touch it. */
  private long pendingSequence;

  private Commits(Journal journal, String folder, StoreState state, long snapshotAt) {
    this.journal = journal;
    this.folder = folder;
    this.state = state;
    this.snapshotAt = snapshotAt;
    this.pendingSequence = state.nextSequence();
  }

  static Commits open(Journal journal, Path path) {
    String folder = path.toString();
    StoreState[] state = {StoreState.EMPTY};
    Optional<Snapshot> snapshot = journal.snapshot();
    if (snapshot.isPresent()) {
      state[0] = read(snapshot.get(), folder);
    }
    long from = state[0].revision();
    if (journal.head() > from) {
      journal.replay(from + 1, commit -> state[0] = after(state[0], commit, folder));
    }
    return new Commits(journal, folder, state[0], from);
  }

  private static StoreState read(Snapshot snapshot, String folder) {
    try (InputStream in = snapshot.open()) {
      return StateSnapshot.read(in.readAllBytes());
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read a snapshot of the offline store in " + folder + ": " + e, folder, e);
    } catch (IndexOutOfBoundsException e) {
      throw new DamagedDataException(
          "Cannot read a snapshot of the offline store in %s: %s".formatted(folder, e.getMessage()),
          folder,
          0,
          e);
    }
  }

  private static StoreState after(StoreState before, Commit commit, String folder) {
    StoreState state = before;
    for (byte[] record : commit.records()) {
      state =
          StoreRecord.read(record, folder).apply(state, commit.revision(), micros(commit.time()));
    }
    return state;
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
  }

  StoreState state() {
    return state;
  }

  /** The state after reading what another process has written. */
  StoreState refreshed() {
    if (journal.head() > state.revision()) {
      read();
    }
    return state;
  }

  private synchronized void read() {
    while (journal.head() > state.revision()) {
      History page = journal.read(state.revision() + 1, PAGE);
      if (!(page instanceof History.Commits commits) || commits.commits().isEmpty()) {
        return;
      }
      StoreState next = state;
      for (Commit commit : commits.commits()) {
        next = after(next, commit, folder);
      }
      state = next;
    }
  }

  /** Batches get their sequences when they are admitted, one behind the other. */
  List<Appended> appendBatches(List<AppendBatch> batches) {
    long[] first = {0};
    Outcome<String> outcome =
        journal.append(
            slot -> {
              first[0] = pendingSequence;
              List<StoreRecord> records = new ArrayList<>();
              for (AppendBatch batch : batches) {
                records.add(batch.toRecord(pendingSequence));
                pendingSequence = batch.endFrom(pendingSequence);
              }
              return admitted(records);
            });
    Instant time = durable(outcome);
    List<Appended> appended = new ArrayList<>();
    long next = first[0];
    for (AppendBatch batch : batches) {
      appended.add(new Appended(next, batch.rows(), time));
      next += batch.rows();
    }
    return List.copyOf(appended);
  }

  /** Lets the next batch have no sequence below this one; nobody may be appending one. */
  void skipTo(long sequence) {
    pendingSequence = Math.max(pendingSequence, sequence);
  }

  /** Records of one commit. */
  void append(List<StoreRecord> records) {
    durable(journal.append(slot -> admitted(records)));
  }

  private Decision<String> admitted(List<StoreRecord> records) {
    List<byte[]> bytes = new ArrayList<>();
    records.forEach(record -> bytes.add(record.toBytes()));
    return Decision.admit(
        bytes,
        durable -> {
          StoreState next = state;
          for (StoreRecord record : records) {
            next = record.apply(next, durable.revision(), micros(durable.time()));
          }
          state = next;
        });
  }

  private static Instant durable(Outcome<String> outcome) {
    if (outcome instanceof Outcome.Durable<String> durable) {
      return durable.time();
    }
    if (outcome instanceof Outcome.Unknown<String> unknown) {
      throw unknown.error();
    }
    throw new IllegalStateException("no admission here refuses");
  }

  /** Shortens the next opening where many commits have come since the last time. */
  synchronized void storeSnapshot() {
    StoreState now = state;
    if (now.revision() - snapshotAt >= SNAPSHOT_EVERY) {
      byte[] bytes = StateSnapshot.write(now);
      journal.storeSnapshot(now.revision(), out -> out.write(bytes));
      snapshotAt = now.revision();
    }
  }

  @Override
  public void close() {
    journal.close();
  }
}

package dev.datamesh.lineage;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.journal.Admission;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.Decision;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.Outcome;
import dev.datamesh.core.journal.Snapshot;
import dev.datamesh.lineage.graph.GraphImage;
import dev.datamesh.lineage.graph.LineageStore;
import dev.datamesh.lineage.model.LineageEntry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a graph in a folder: each write is a record of the journal before it is seen, the newest
 * graph file and the records after it are read at opening.
 */
final class GraphJournal implements AutoCloseable {

  /** Closing writes a graph file if so many commits would have to be done again. */
  private static final int COMMITS_WORTH_A_FILE = 1_000;

  static final String WING = "lineage";

  private final @Nullable DataFolder own;
  private final Journal journal;
  private final LoadFiles files;
  private final LineageStore store;
  private long fileRevision;
  private volatile long applied;

  /** What a write came to. */
  private static final class Result {

    long changed;
    @Nullable MeshException refused;
  }

  private GraphJournal(
      @Nullable DataFolder own, Journal journal, LoadFiles files, LineageStore store, long at) {
    this.own = own;
    this.journal = journal;
    this.files = files;
    this.store = store;
    this.fileRevision = at;
    this.applied = at;
  }

  /**
   * Opens the lineage of a folder.
   *
   * @param own the folder to close with the graph, null where the host opened it
   */
  static GraphJournal open(DataFolder folder, @Nullable DataFolder own) {
    Journal journal = folder.journal(WING);
    LoadFiles files = new LoadFiles(folder.folderOf(WING));
    Optional<Snapshot> file = journal.snapshot();
    LineageStore store = file.isPresent() ? read(file.get()) : new LineageStore();
    long at = file.map(Snapshot::revision).orElse(0L);
    GraphJournal graph = new GraphJournal(own, journal, files, store, at);
    List<String> named = new ArrayList<>();
    journal.replay(
        at + 1,
        commit -> {
          for (byte[] record : commit.records()) {
            Command command = CommandBytes.read(record);
            if (command instanceof Command.Load load) {
              named.add(load.file());
            }
            graph.apply(command, commit.time(), new Result());
            graph.applied = commit.revision();
          }
        });
    if (!folder.isReadOnly()) {
      files.deleteUnnamed(named, at);
    }
    return graph;
  }

  LineageStore store() {
    return store;
  }

  /**
   * Takes in entries as they come, all or none; many are never in memory together but as the graph
   * keeps them.
   */
  long load(Iterator<LineageEntry> entries) {
    List<LineageEntry> first = new ArrayList<>();
    while (first.size() < LoadFiles.LEAST && entries.hasNext()) {
      first.add(entries.next());
    }
    return entries.hasNext()
        ? write(files.write(first, entries, journal.head()))
        : write(new Command.Add(first));
  }

  /** Writes, and waits until it is durable and seen; answers how much changed. */
  long write(Command command) {
    Command kept =
        command instanceof Command.Add add && add.entries().size() >= LoadFiles.LEAST
            ? files.write(List.of(), add.entries().iterator(), journal.head())
            : command;
    byte[] record = CommandBytes.write(kept);
    Result result = new Result();
    Admission<String> admission =
        slot ->
            Decision.admit(
                List.of(record),
                durable -> {
                  synchronized (store) {
                    apply(command, durable.time(), result);
                    applied = durable.revision();
                  }
                });
    Outcome<String> outcome = journal.append(admission);
    if (outcome instanceof Outcome.Unknown<String> unknown) {
      throw unknown.error();
    }
    if (result.refused != null) {
      throw result.refused;
    }
    return result.changed;
  }

  /** Writes the graph file, so that the next opening starts from it. */
  synchronized void writeFile() {
    long revision;
    GraphImage image;
    synchronized (store) {
      revision = applied;
      image = store.image();
    }
    if (revision > fileRevision) {
      journal.storeSnapshot(revision, image::writeTo);
      fileRevision = revision;
    }
  }

  @Override
  public void close() {
    if (own == null || !own.isReadOnly()) {
      if (applied - fileRevision >= COMMITS_WORTH_A_FILE) {
        writeFile();
      }
    }
    journal.close();
    if (own != null) {
      own.close();
    }
  }

  /**
   * Does what a command says. What the graph refuses, such as a node inside itself, changes
   * nothing, now and whenever it is done again.
   */
  private void apply(Command command, Instant time, Result result) {
    try {
      result.changed =
          command instanceof Command.Load load
              ? store.add(files.read(load), time)
              : Commands.apply(command, store, time);
    } catch (InvalidInputException | NotFoundException e) {
      result.refused = e;
    }
  }

  private static LineageStore read(Snapshot file) {
    try (InputStream in = file.open()) {
      return LineageStore.readImage(in);
    } catch (IOException e) {
      throw new DamagedDataException(
          "Cannot open the lineage's graph file: " + e.getMessage(), WING, 0, e);
    }
  }
}

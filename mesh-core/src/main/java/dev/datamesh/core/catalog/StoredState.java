package dev.datamesh.core.catalog;

import dev.datamesh.core.StorageException;
import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.CommitStore;
import dev.datamesh.core.journal.History;
import dev.datamesh.core.journal.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads states out of a store: the newest snapshot that serves, then the commits behind it. */
final class StoredState {

  private static final int READ_AHEAD = 2_000;

  private StoredState() {}

  /** Builds the newest state. */
  static Published open(CommitStore store) {
    Published published = new Published();
    Optional<Snapshot> snapshot = store.snapshot();
    if (snapshot.isPresent()) {
      SnapshotWire.Head head = load(snapshot.get(), published.state());
      published.restore(snapshot.get().revision(), head.at(), head.link());
    }
    WireReader.Words words = new WireReader.Words();
    each(store, published.view().revision() + 1, commit -> published.replay(commit, words));
    return published;
  }

  static SnapshotWire.Head load(Snapshot snapshot, CatalogState state) {
    try (InputStream in = snapshot.open()) {
      return SnapshotWire.read(in, state);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read the catalog's snapshot: " + e.getMessage(), "catalog snapshot", e);
    }
  }

  /** Gives the commits from a revision to the head; answers the oldest where they are compacted. */
  static Optional<Long> each(CommitStore store, long from, Consumer<Commit> taker) {
    long next = from;
    while (true) {
      History history = store.read(next, READ_AHEAD);
      if (history instanceof History.Compacted compacted) {
        return Optional.of(compacted.oldest());
      }
      History.Commits commits = (History.Commits) history;
      commits.commits().forEach(taker);
      if (commits.commits().isEmpty()) {
        return Optional.empty();
      }
      next = commits.commits().get(commits.commits().size() - 1).revision() + 1;
    }
  }
}

package dev.datamesh.core.catalog;

import dev.datamesh.core.access.Principal;
import dev.datamesh.core.journal.CommitStore;
import dev.datamesh.core.journal.History;
import dev.datamesh.core.journal.Journal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store under a catalog from opening to closing. Safe for use by many threads. */
final class StoreHolder {

  /** Commits behind the newest snapshot that make closing store another. */
  private static final long WORTH_A_SNAPSHOT = 2_000;

  private final CommitStore store;
  private final AutoCloseable owned;
  private final CatalogEngine engine;
  private final Chronicle chronicle;
  private @Nullable IssuedKey firstKey;
  private long snapshotRevision;
  private boolean closed;

  StoreHolder(CommitStore store, AutoCloseable owned, CatalogEngine engine) {
    this.store = store;
    this.owned = owned;
    this.engine = engine;
    this.chronicle = new Chronicle(store, engine.published());
    this.snapshotRevision = store.snapshot().map(snapshot -> snapshot.revision()).orElse(0L);
    Settings settings = engine.settings();
    if (settings.isKept() && !settings.isReadOnly() && engine.revision() == 0) {
      Principal platform = Principal.platform("platform");
      firstKey = ApiKeys.issue(engine, Principal.platform("catalog"), platform);
    }
  }

  Chronicle chronicle() {
    return chronicle;
  }

  AuditLog audit() {
    return new AuditLog(store, engine.published(), engine.settings().auditKey());
  }

  synchronized Optional<IssuedKey> takeFirstKey() {
    Optional<IssuedKey> key = Optional.ofNullable(firstKey);
    firstKey = null;
    return key;
  }

  CatalogHealth health() {
    CatalogView view = engine.published().view();
    boolean isOpen = !engine.isClosed();
    long stored =
        store instanceof Journal journal
            ? journal.head()
            : store.read(view.revision() + 1, 1) instanceof History.Commits commits
                ? commits.head()
                : view.revision();
    return new CatalogHealth(
        isOpen,
        isOpen && !engine.settings().isReadOnly(),
        view.revision(),
        view.at(),
        view.live(),
        view.index().words(),
        view.documents() - view.live(),
        stored);
  }

  synchronized void checkpoint() {
    engine
        .committer()
        .atRest(
            (revision, at, link) ->
                store.storeSnapshot(
                    revision,
                    out ->
                        SnapshotWire.write(engine.state(), new SnapshotWire.Head(at, link), out)));
    snapshotRevision = engine.revision();
  }

  synchronized void close() throws Exception {
    if (closed) {
      return;
    }
    closed = true;
    boolean writable = !engine.settings().isReadOnly();
    try {
      engine.committer().close(writable);
      if (writable
          && engine.revision() - snapshotRevision >= WORTH_A_SNAPSHOT
          && engine.settings().isKept()) {
        checkpoint();
      }
    } finally {
      owned.close();
    }
  }
}

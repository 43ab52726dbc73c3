package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.CommitStore;
import dev.datamesh.core.journal.History;
import dev.datamesh.core.journal.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers questions about the past from the store. Safe for use by many threads. */
final class Chronicle {

  private final CommitStore store;
  private final Published published;

  Chronicle(CommitStore store, Published published) {
    this.store = store;
    this.published = published;
  }

  static CatalogChange change(Commit commit, WireReader.Words words) {
    CommitHeader header = CommitHeader.read(commit.records().get(0), words);
    List<CatalogEvent> events = new ArrayList<>();
    for (byte[] record : commit.records().subList(1, commit.records().size())) {
      events.add(EventWire.event(record, words));
    }
    return new CatalogChange(commit.revision(), header.at(), header.principal(), events);
  }

  /** Changes above a revision that readers can see already. */
  Changes since(long revision, int limit) {
    long head = published.view().revision();
    if (revision >= head) {
      return new Changes.Since(List.of(), revision, head);
    }
    History history = store.read(revision + 1, (int) Math.min(limit, head - revision));
    if (history instanceof History.Compacted compacted) {
      return new Changes.Compacted(compacted.oldest());
    }
    WireReader.Words words = new WireReader.Words();
    List<CatalogChange> changes =
        ((History.Commits) history)
            .commits().stream()
                .filter(commit -> commit.revision() <= head)
                .map(commit -> change(commit, words))
                .toList();
    long last = changes.isEmpty() ? revision : changes.get(changes.size() - 1).revision();
    return new Changes.Since(changes, last, head);
  }

  Past asOf(long revision) {
    return replay(Math.min(revision, published.view().revision()), Instant.MAX);
  }

  Past asOf(Instant at) {
    return replay(published.view().revision(), at);
  }

  private Past replay(long revision, Instant at) {
    CatalogState state = new CatalogState();
    long from = 1;
    Instant reached = Instant.EPOCH;
    Optional<Snapshot> snapshot = store.snapshot();
    if (snapshot.isPresent() && snapshot.get().revision() <= revision) {
      CatalogState stored = new CatalogState();
      SnapshotWire.Head head = StoredState.load(snapshot.get(), stored);
      if (!head.at().isAfter(at)) {
        state = stored;
        from = snapshot.get().revision() + 1;
        reached = head.at();
      }
    }
    return replay(state, from, reached, revision, at);
  }

  private Past replay(CatalogState state, long from, Instant reached, long revision, Instant at) {
    WireReader.Words words = new WireReader.Words();
    long next = from;
    Instant last = reached;
    while (next <= revision) {
      History history = store.read(next, (int) Math.min(2_000, revision - next + 1));
      if (history instanceof History.Compacted compacted) {
        return new Past.Compacted(compacted.oldest());
      }
      List<Commit> commits = ((History.Commits) history).commits();
      if (commits.isEmpty()) {
        break;
      }
      for (Commit commit : commits) {
        CatalogChange change = change(commit, words);
        if (change.at().isAfter(at)) {
          return Past.State.of(state, next - 1, last);
        }
        for (CatalogEvent event : change.events()) {
          state.apply(event, change.revision(), change.at(), CatalogState.Watcher.NONE);
        }
        last = change.at();
        next = commit.revision() + 1;
      }
    }
    return Past.State.of(state, next - 1, last);
  }

  /** Every change of one product, moves followed back, the oldest first. */
  List<CatalogChange> historyOf(ProductId id) {
    List<CatalogChange> all = new ArrayList<>();
    WireReader.Words words = new WireReader.Words();
    long oldest = 1;
    Optional<Long> compacted =
        StoredState.each(
            store,
            oldest,
            commit -> {
              CatalogChange change = change(commit, words);
              if (change.events().stream().anyMatch(Chronicle::isAboutProducts)) {
                all.add(change);
              }
            });
    if (compacted.isPresent()) {
      StoredState.each(store, compacted.get(), commit -> all.add(change(commit, words)));
    }
    return onlyOf(id, all);
  }

  private static boolean isAboutProducts(CatalogEvent event) {
    return !(event instanceof CatalogEvent.AccessRefused
        || event instanceof CatalogEvent.UseCounted
        || event instanceof CatalogEvent.KeyIssued
        || event instanceof CatalogEvent.KeyRevoked);
  }

  private static List<CatalogChange> onlyOf(ProductId id, List<CatalogChange> changes) {
    List<CatalogChange> found = new ArrayList<>();
    String target = id.toString();
    for (int i = changes.size() - 1; i >= 0; i--) {
      CatalogChange change = changes.get(i);
      String current = target;
      List<CatalogEvent> events =
          change.events().stream()
              .filter(event -> isAboutProducts(event) && event.target().equals(current))
              .toList();
      if (!events.isEmpty()) {
        found.add(0, new CatalogChange(change.revision(), change.at(), change.principal(), events));
      }
      for (CatalogEvent event : events) {
        if (event instanceof CatalogEvent.ProductMoved moved) {
          target = moved.from().toString();
        }
      }
    }
    return found;
  }

  boolean await(long revision, long nanos) throws InterruptedException {
    return published.await(revision, nanos);
  }
}

package dev.datamesh.core.catalog;

import dev.datamesh.core.journal.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The durable state with its index, and the one reference that publishes both. One thread at a time
 * changes it, under the committer's lock; any number read.
 */
final class Published {

  private static final int SMALLEST_REBUILD = 4_096;

  private final CatalogState state = new CatalogState();
  private SearchIndex index = new SearchIndex();
  private AuditLink link = AuditLink.none();
  private int live;
  private long totalLength;
  private volatile CatalogView view = new CatalogView(0, Instant.EPOCH, index, 0, 0, 0);
  private final Object signal = new Object();

  CatalogState state() {
    return state;
  }

  CatalogView view() {
    return view;
  }

  /** The link of the audit chain at the view's revision. */
  AuditLink link() {
    return link;
  }

  void publish(
      long revision,
      CommitHeader header,
      List<CatalogEvent> events,
      List<@Nullable AnalyzedProduct> analyzed) {
    for (int i = 0; i < events.size(); i++) {
      AnalyzedProduct product = analyzed.get(i);
      state.apply(
          events.get(i),
          revision,
          header.at(),
          (before, after) -> indexChange(before, after, product, revision));
    }
    rebuildIfWorn();
    show(revision, header.at(), header.link());
  }

  /** Applies a commit that was read from the store. */
  void replay(Commit commit, WireReader.Words words) {
    CommitHeader header = CommitHeader.read(commit.records().get(0), words);
    List<CatalogEvent> events = new ArrayList<>();
    for (byte[] record : commit.records().subList(1, commit.records().size())) {
      events.add(EventWire.event(record, words));
    }
    List<@Nullable AnalyzedProduct> analyzed = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      analyzed.add(null);
    }
    publish(commit.revision(), header, events, analyzed);
  }

  /** Takes over what a snapshot holds; before anything else, while nobody reads. */
  void restore(long revision, Instant at, AuditLink snapshotLink) {
    reindex();
    show(revision, at, snapshotLink);
  }

  private void show(long revision, Instant at, AuditLink newLink) {
    link = newLink;
    view = new CatalogView(revision, at, index, index.documents.count(), live, totalLength);
    synchronized (signal) {
      signal.notifyAll();
    }
  }

  /** Waits until a revision is published; false when the time is up first. */
  boolean await(long revision, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    synchronized (signal) {
      while (view.revision() < revision) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        signal.wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    }
    return true;
  }

  private void indexChange(
      CatalogState.@Nullable Slot before,
      CatalogState.@Nullable Slot after,
      @Nullable AnalyzedProduct analyzed,
      long revision) {
    if (before != null) {
      int document = index.documents.newestOf(before.ordinal());
      index.documents.remove(document, revision);
      totalLength -= index.documents.length(document);
      live--;
    }
    if (after != null) {
      AnalyzedProduct words =
          analyzed == null ? AnalyzedProduct.of(after.entry().product()) : analyzed;
      index.add(after.entry(), after.ordinal(), words);
      totalLength += words.length();
      live++;
    }
  }

  /** Readers of an older view keep the old index; most of what it holds is replaced. */
  private void rebuildIfWorn() {
    if (index.documents.count() > 2L * live + SMALLEST_REBUILD) {
      reindex();
    }
  }

  private void reindex() {
    index = new SearchIndex();
    live = 0;
    totalLength = 0;
    for (CatalogState.Slot slot : state.slots()) {
      indexChange(null, slot, null, 0);
    }
  }
}

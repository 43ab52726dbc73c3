package dev.datamesh.lineage.graph;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who carries which tag, each kept up to date from the first question on, for sixteen tags at most;
 * others are reckoned from nothing each time. Safe for use by many threads.
 */
final class Classifiers {

  private static final int MOST = 16;

  private static final class Kept {

    @Nullable Classifier classifier;
  }

  private final Changes changes;
  private final Map<String, Kept> byTag = new HashMap<>();

  Classifiers(Changes changes) {
    this.changes = changes;
  }

  /** The carriers as of now, in the newest snapshot. */
  Carriers carriers(String tag, Supplier<Snapshot> newest, Instant now) {
    @Nullable Kept kept = kept(tag);
    if (kept == null) {
      Snapshot snapshot = newest.get();
      return Carriers.of(snapshot, unmasked(now, snapshot), tag);
    }
    synchronized (kept) {
      return follow(kept, tag, newest, now).carriers();
    }
  }

  /** The filter that leaves out what masks; a write is seen at once even by a clock set back. */
  static EdgeFilter unmasked(Instant now, Snapshot snapshot) {
    Instant at = now.isBefore(snapshot.lastRecorded()) ? snapshot.lastRecorded() : now;
    return Carriers.unmasked(at);
  }

  private synchronized @Nullable Kept kept(String tag) {
    Kept kept = byTag.get(tag);
    if (kept == null && byTag.size() < MOST) {
      kept = new Kept();
      byTag.put(tag, kept);
    }
    return kept;
  }

  private Classifier follow(Kept kept, String tag, Supplier<Snapshot> newest, Instant now) {
    changes.begin();
    Snapshot snapshot = newest.get();
    EdgeFilter filter = unmasked(now, snapshot);
    Classifier known = kept.classifier;
    if (known != null && known.canFollowTo(Micros.of(filter.asOf()))) {
      int[] changed = changes.between(known.place(), snapshot.changes());
      if (changed != null) {
        known.follow(snapshot, filter, changed);
        return known;
      }
    }
    Classifier fresh = Classifier.from(snapshot, filter, tag);
    kept.classifier = fresh;
    return fresh;
  }
}

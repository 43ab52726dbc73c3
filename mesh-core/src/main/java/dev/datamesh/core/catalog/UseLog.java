package dev.datamesh.core.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Uses that wait to be written with the next commit, added up by who uses what. Safe for use by
 * many threads.
 */
final class UseLog {

  /** Beyond so many different ones they are written by themselves. */
  static final int MOST = 1_000;

  private final Map<UseCount.Key, UseCount> waiting = new ConcurrentHashMap<>();

  /** Adds a use; answers whether so many wait that they should be written. */
  boolean add(UseCount use) {
    waiting.merge(use.key(), use, UseCount::plus);
    return waiting.size() >= MOST;
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  Collection<UseCount> waiting() {
    return List.copyOf(waiting.values());
  }

  void drainTo(Stage stage) {
    for (UseCount.Key key : List.copyOf(waiting.keySet())) {
      UseCount use = waiting.remove(key);
      if (use != null) {
        stage.add(new CatalogEvent.UseCounted(use));
      }
    }
  }
}

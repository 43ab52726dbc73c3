package dev.datamesh.core.catalog;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Refused attempts that wait to be written with the next commit. It holds so many and counts what
 * came beyond, so that refused attempts cost neither disk nor memory. Safe for use by many threads.
 */
final class RefusalLog {

  private static final int MOST = 1_000;

  private final Deque<CatalogEvent.AccessRefused> waiting = new ArrayDeque<>();
  private long dropped;

  synchronized void add(CatalogEvent.AccessRefused refused) {
    if (waiting.size() < MOST) {
      waiting.add(refused);
    } else {
      dropped++;
    }
  }

  synchronized boolean isWaiting() {
    return !waiting.isEmpty();
  }

  synchronized void drainTo(Stage stage) {
    while (!waiting.isEmpty()) {
      stage.add(waiting.remove());
    }
    if (dropped > 0) {
      stage.add(
          new CatalogEvent.AccessRefused(
              "(several)", "(several)", "(several)", dropped + " more refusals", stage.at()));
      dropped = 0;
    }
  }
}

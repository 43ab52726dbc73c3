package dev.datamesh.lineage.graph;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Workspaces not in use, at most sixteen; each thread looks first where it left its last one. Safe
 * for use by many threads.
 */
final class Workspaces {

  private static final int MOST = 16;

  private final AtomicReferenceArray<@Nullable Workspace> free = new AtomicReferenceArray<>(MOST);

  Workspace take() {
    int first = (int) Thread.currentThread().getId();
    for (int i = 0; i < MOST; i++) {
      int place = (first + i) & (MOST - 1);
      if (free.get(place) != null) {
        Workspace found = free.getAndSet(place, null);
        if (found != null) {
          return found;
        }
      }
    }
    return new Workspace();
  }

  /** Takes back a workspace whose bits are clear. */
  void give(Workspace workspace) {
    int first = (int) Thread.currentThread().getId();
    for (int i = 0; i < MOST; i++) {
      int place = (first + i) & (MOST - 1);
      if (free.get(place) == null && free.compareAndSet(place, null, workspace)) {
        return;
      }
    }
  }
}

package dev.datamesh.lineage.graph;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Workspaces not in use, at most sixteen. Safe for use by many threads. */
final class Workspaces {

  private static final int MOST = 16;

  private final ConcurrentLinkedQueue<Workspace> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  Workspace take() {
    @Nullable Workspace known = free.poll();
    if (known == null) {
      return new Workspace();
    }
    count.decrementAndGet();
    return known;
  }

  /** Takes back a workspace whose bits are clear. */
  void give(Workspace workspace) {
    if (count.get() < MOST) {
      count.incrementAndGet();
      free.add(workspace);
    }
  }
}

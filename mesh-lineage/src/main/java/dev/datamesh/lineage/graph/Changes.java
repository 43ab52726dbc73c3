package dev.datamesh.lineage.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * To which nodes evidences came or went, and which got other facts, in the order of the commits,
 * the last 65,536 of them: for those who keep an answer up to date. Kept from the first question
 * for it on. One writer, many readers.
 */
final class Changes {

  private static final int MOST = 1 << 16;

  /** Changes of the commit under way; the writer's own. */
  private int[] pending = new int[16];

  private int pendingSize;
  private boolean pendingAll;
  private int @Nullable [] ring;
  private long end;
  private long lostBefore;

  /** An evidence that leads to a node came or went, or the node's facts are others. */
  void note(int node) {
    if (pendingAll) {
      return;
    }
    if (pendingSize == MOST) {
      noteAll();
      return;
    }
    if (pendingSize == pending.length) {
      pending = Arrays.copyOf(pending, pendingSize * 2);
    }
    pending[pendingSize++] = node;
  }

  /** Too much to tell. */
  void noteAll() {
    pendingAll = true;
    pendingSize = 0;
  }

  /** To be called before the snapshot of the commit is there to be seen. */
  synchronized void publish() {
    int[] kept = ring;
    if (kept == null || pendingAll) {
      end += 1 + pendingSize;
      lostBefore = end;
    } else {
      for (int i = 0; i < pendingSize; i++) {
        kept[(int) (end++ & (MOST - 1))] = pending[i];
      }
      lostBefore = Math.max(lostBefore, end - MOST);
    }
    pendingAll = false;
    pendingSize = 0;
  }

  /** Begins to keep changes, if nobody did; those before are lost. */
  synchronized void begin() {
    if (ring == null) {
      ring = new int[MOST];
      lostBefore = end;
    }
  }

  /** The place behind the last change that was published. */
  synchronized long end() {
    return end;
  }

  /** Where changes from one place up to another led to; null where some of them are lost. */
  synchronized int @Nullable [] between(long from, long to) {
    int[] kept = ring;
    if (kept == null || from < lostBefore) {
      return null;
    }
    int[] changed = new int[(int) (to - from)];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = kept[(int) ((from + i) & (MOST - 1))];
    }
    return changed;
  }
}

package dev.datamesh.core.catalog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The states of products that the index knows, numbered in the order of their commits. A state is
 * visible from the commit that made it until the commit that replaced it.
 *
 * <p>One thread writes. A reader who holds a {@link CatalogView} sees every number below the view's
 * count; of a later removal it sees either nothing or a revision above the view's, which is the
 * same.
 */
final class DocumentTable {

  private static final int SHIFT = 12;
  private static final int MASK = (1 << SHIFT) - 1;
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

  /** A page of parallel columns. */
  private static final class Page {
    final CatalogEntry[] entries = new CatalogEntry[1 << SHIFT];
    final int[] ordinals = new int[1 << SHIFT];
    final int[] lengths = new int[1 << SHIFT];
    final int[] previous = new int[1 << SHIFT];
    final long[] removed = new long[1 << SHIFT];
  }

  private volatile Page[] pages = new Page[0];
  private volatile int[][] newest = new int[0][];
  private int count;
  private volatile int ordinals;

  /** Adds a state of the product with the ordinal; answers its number. */
  int add(CatalogEntry entry, int ordinal, int length) {
    int document = count;
    if (document >>> SHIFT == pages.length) {
      Page[] more = Arrays.copyOf(pages, pages.length + 1);
      more[pages.length] = new Page();
      pages = more;
    }
    Page page = pages[document >>> SHIFT];
    int row = document & MASK;
    page.entries[row] = entry;
    page.ordinals[row] = ordinal;
    page.lengths[row] = length;
    page.removed[row] = Long.MAX_VALUE;
    page.previous[row] = newestOf(ordinal);
    setNewest(ordinal, document);
    count = document + 1;
    return document;
  }

  void remove(int document, long revision) {
    LONGS.setOpaque(pages[document >>> SHIFT].removed, document & MASK, revision);
  }

  int count() {
    return count;
  }

  /** One more than the highest ordinal. */
  int ordinals() {
    return ordinals;
  }

  boolean isVisible(int document, long revision) {
    return (long) LONGS.getOpaque(pages[document >>> SHIFT].removed, document & MASK) > revision;
  }

  CatalogEntry entry(int document) {
    return pages[document >>> SHIFT].entries[document & MASK];
  }

  int ordinal(int document) {
    return pages[document >>> SHIFT].ordinals[document & MASK];
  }

  int length(int document) {
    return pages[document >>> SHIFT].lengths[document & MASK];
  }

  private int previous(int document) {
    return pages[document >>> SHIFT].previous[document & MASK];
  }

  /** The newest state of the product with the ordinal, -1 if there never was one. */
  int newestOf(int ordinal) {
    int[][] places = newest;
    int page = ordinal >>> SHIFT;
    return page < places.length ? (int) INTS.getAcquire(places[page], ordinal & MASK) : -1;
  }

  /** The state of the product with the ordinal that a view shows, -1 if none. */
  int visibleOf(int ordinal, CatalogView view) {
    int document = newestOf(ordinal);
    while (document >= view.documents()) {
      document = previous(document);
    }
    return document >= 0 && isVisible(document, view.revision()) ? document : -1;
  }

  private void setNewest(int ordinal, int document) {
    int page = ordinal >>> SHIFT;
    if (page >= newest.length) {
      int[][] more = Arrays.copyOf(newest, page + 1);
      for (int i = newest.length; i <= page; i++) {
        more[i] = new int[1 << SHIFT];
        Arrays.fill(more[i], -1);
      }
      newest = more;
    }
    INTS.setRelease(newest[page], ordinal & MASK, document);
    ordinals = Math.max(ordinals, ordinal + 1);
  }
}

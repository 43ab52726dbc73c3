package dev.datamesh.core.catalog;

import dev.datamesh.core.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One page of one view. With filters, the rarest value's list drives and the others are sought; the
 * page is kept in a heap of the lowest ordinals. Without, products are walked by ordinal. For one
 * thread at a time.
 */
final class Lister {

  private final CatalogView view;
  private final DocumentTable documents;
  private final ProductQuery query;
  private final @Nullable Predicate<CatalogEntry> readable;
  private final int after;

  Lister(CatalogView view, ProductQuery query, @Nullable Predicate<CatalogEntry> readable) {
    this.view = view;
    this.documents = view.index().documents;
    this.query = query;
    this.readable = readable;
    this.after = ordinalOf(query.cursor());
  }

  private static int ordinalOf(String cursor) {
    if (cursor.isEmpty()) {
      return -1;
    }
    try {
      return Integer.parseInt(cursor, 36);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "Cannot continue after \"" + cursor + "\": no page gave this cursor");
    }
  }

  ProductPage page() {
    return query.filters().isEmpty() ? walk() : filter();
  }

  private ProductPage walk() {
    List<CatalogEntry> entries = new ArrayList<>();
    long skipped = 0;
    long total = readable == null ? view.live() : 0;
    int last = after;
    boolean more = false;
    for (int ordinal = readable == null ? after + 1 : 0;
        ordinal < documents.ordinals() && !(more && readable == null);
        ordinal++) {
      int document = documents.visibleOf(ordinal, view);
      if (document < 0 || !mayRead(document)) {
        continue;
      }
      total += readable == null ? 0 : 1;
      if (ordinal <= after || skipped++ < query.offset()) {
        continue;
      }
      if (entries.size() < query.limit()) {
        entries.add(documents.entry(document));
        last = ordinal;
      } else {
        more = true;
      }
    }
    return new ProductPage(entries, more ? cursor(last) : "", total, view.revision());
  }

  private boolean mayRead(int document) {
    return readable == null || readable.test(documents.entry(document));
  }

  private ProductPage filter() {
    List<Postings> lists = new ArrayList<>();
    for (ProductQuery.Filter filter : query.filters()) {
      Postings postings = view.index().facet(AnalyzedProduct.facet(filter.facet(), filter.value()));
      if (postings == null) {
        return new ProductPage(List.of(), "", 0, view.revision());
      }
      lists.add(postings);
    }
    lists.sort(Comparator.comparingInt(Postings::size));
    return intersect(lists);
  }

  private ProductPage intersect(List<Postings> lists) {
    int driverSize = lists.get(0).size();
    long[] driver = lists.get(0).packed();
    int[] sizes = new int[lists.size()];
    long[][] packed = new long[lists.size()][];
    for (int i = 1; i < sizes.length; i++) {
      sizes[i] = lists.get(i).size();
      packed[i] = lists.get(i).packed();
    }
    int[] at = new int[sizes.length];
    long wanted = query.offset() + query.limit();
    LowestOrdinals lowest = new LowestOrdinals((int) Math.min(wanted, driverSize));
    long total = 0;
    long behind = 0;
    for (int i = 0; i < driverSize; i++) {
      int document = Postings.document(driver[i]);
      if (document >= view.documents()) {
        break;
      }
      boolean everywhere = documents.isVisible(document, view.revision());
      for (int list = 1; everywhere && list < sizes.length; list++) {
        at[list] = Postings.seek(packed[list], at[list], sizes[list], document);
        everywhere =
            at[list] < sizes[list] && Postings.document(packed[list][at[list]]) == document;
      }
      if (everywhere && mayRead(document)) {
        total++;
        int ordinal = documents.ordinal(document);
        if (ordinal > after) {
          behind++;
          lowest.offer(ordinal, document);
        }
      }
    }
    List<CatalogEntry> entries = new ArrayList<>();
    long[] kept = lowest.inOrder();
    for (int i = (int) Math.min(query.offset(), kept.length); i < kept.length; i++) {
      entries.add(documents.entry((int) kept[i]));
    }
    boolean more = behind > kept.length && !entries.isEmpty();
    String next = more ? cursor((int) (kept[kept.length - 1] >>> 32)) : "";
    return new ProductPage(entries, next, total, view.revision());
  }

  private static String cursor(int ordinal) {
    return Integer.toString(ordinal, 36);
  }

  /** The lowest so many ordinals with their documents, packed as ordinal and document. */
  private static final class LowestOrdinals {
    private final long[] heap;
    private int size;

    LowestOrdinals(int most) {
      heap = new long[most];
    }

    void offer(int ordinal, int document) {
      long value = (long) ordinal << 32 | document;
      if (size < heap.length) {
        int at = size++;
        while (at > 0 && heap[(at - 1) / 2] < value) {
          heap[at] = heap[(at - 1) / 2];
          at = (at - 1) / 2;
        }
        heap[at] = value;
      } else if (size > 0 && value < heap[0]) {
        sink(value);
      }
    }

    private void sink(long value) {
      int at = 0;
      while (true) {
        int child = 2 * at + 1;
        if (child + 1 < size && heap[child + 1] > heap[child]) {
          child++;
        }
        if (child >= size || heap[child] <= value) {
          heap[at] = value;
          return;
        }
        heap[at] = heap[child];
        at = child;
      }
    }

    long[] inOrder() {
      long[] values = Arrays.copyOf(heap, size);
      Arrays.sort(values);
      return values;
    }
  }
}

package dev.datamesh.core.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One search in one view, scored by BM25 over weighted fields (k1 1.2, b 0.75). Words that must all
 * match are driven by the rarest and sought in the others; of words of which any may match, the
 * lists are merged. For one thread at a time.
 */
final class Searcher {

  private static final double K1 = 1.2;
  private static final double B = 0.75;
  private static final int SORTED_UNION = 8192;

  /** A word's documents, cut to the view. */
  private static final class Cursor {
    final long[] packed;
    final int size;
    final int fields;
    final double idf;
    int at;

    Cursor(long[] packed, int size, int fields, double idf) {
      this.packed = packed;
      this.size = size;
      this.fields = fields;
      this.idf = idf;
    }
  }

  private final CatalogView view;
  private final DocumentTable documents;
  private final @Nullable Predicate<CatalogEntry> readable;
  private final TopHits top;
  private final double averageLength;
  private long total;

  /**
   * Prepares a search.
   *
   * @param readable what the principal may read, null for everything
   */
  Searcher(CatalogView view, int limit, @Nullable Predicate<CatalogEntry> readable) {
    this.view = view;
    this.documents = view.index().documents;
    this.readable = readable;
    this.top = new TopHits(Math.min(limit, Math.max(1, view.live())));
    this.averageLength = Math.max(1, (double) view.totalLength() / Math.max(1, view.live()));
  }

  SearchPage search(SearchQuery query) {
    List<Cursor> cursors = new ArrayList<>();
    boolean all = query.match() == SearchQuery.Match.ALL;
    boolean missing = false;
    for (SearchQuery.Term term : query.terms()) {
      Cursor cursor = cursor(term);
      if (cursor == null) {
        missing = true;
      } else {
        cursors.add(cursor);
      }
    }
    if (!cursors.isEmpty() && !(all && missing)) {
      if (all) {
        intersect(cursors);
      } else {
        unite(cursors);
      }
    }
    List<SearchPage.Hit> hits = new ArrayList<>();
    top.drain((document, score) -> hits.add(new SearchPage.Hit(documents.entry(document), score)));
    return new SearchPage(hits, total, view.revision());
  }

  private @Nullable Cursor cursor(SearchQuery.Term term) {
    if (term.isPrefix()) {
      return union(term);
    }
    Postings postings = view.index().word(term.word());
    if (postings == null) {
      return null;
    }
    int size = postings.size();
    return new Cursor(postings.packed(), size, term.fields(), idf(size));
  }

  private double idf(int documentsWithWord) {
    double in = Math.min(documentsWithWord, view.live());
    return Math.log(1 + (view.live() - in + 0.5) / (in + 0.5));
  }

  /** All words with a beginning as if they were one. */
  private @Nullable Cursor union(SearchQuery.Term term) {
    List<long[]> parts = new ArrayList<>();
    int sum = 0;
    for (Postings postings : view.index().wordsFrom(term.word())) {
      int size = postings.size();
      long[] packed = postings.packed();
      parts.add(size == packed.length ? packed : Arrays.copyOf(packed, size));
      sum += size;
    }
    if (parts.isEmpty()) {
      return null;
    }
    long[] merged = sum <= SORTED_UNION ? sortedUnion(parts, sum) : countedUnion(parts);
    return new Cursor(merged, merged.length, term.fields(), idf(merged.length));
  }

  private static long[] sortedUnion(List<long[]> parts, int sum) {
    long[] all = new long[sum];
    int at = 0;
    for (long[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    Arrays.sort(all);
    int kept = 0;
    for (int i = 1; i < sum; i++) {
      if (Postings.document(all[i]) == Postings.document(all[kept])) {
        all[kept] = together(all[kept], all[i]);
      } else {
        all[++kept] = all[i];
      }
    }
    return Arrays.copyOf(all, kept + 1);
  }

  /** By one slot for each document of the view: cheaper than sorting where the lists are long. */
  private long[] countedUnion(List<long[]> parts) {
    long[] slots = new long[view.documents()];
    int kept = 0;
    for (long[] part : parts) {
      for (long posting : part) {
        int document = Postings.document(posting);
        if (document < slots.length) {
          kept += slots[document] == 0 ? 1 : 0;
          slots[document] = slots[document] == 0 ? posting : together(slots[document], posting);
        }
      }
    }
    long[] merged = new long[kept];
    int at = 0;
    for (long slot : slots) {
      if (slot != 0) {
        merged[at++] = slot;
      }
    }
    return merged;
  }

  private static long together(long one, long other) {
    return Postings.pack(
        Postings.document(one),
        Postings.fields(one) | Postings.fields(other),
        Postings.weight(one) + Postings.weight(other));
  }

  private void intersect(List<Cursor> cursors) {
    cursors.sort(Comparator.comparingInt(cursor -> cursor.size));
    Cursor[] others = cursors.subList(1, cursors.size()).toArray(Cursor[]::new);
    Cursor driver = cursors.get(0);
    for (int i = 0; i < driver.size; i++) {
      int document = Postings.document(driver.packed[i]);
      if (document >= view.documents()) {
        break;
      }
      if (!inFields(driver, driver.packed[i]) || !documents.isVisible(document, view.revision())) {
        continue;
      }
      double norm = K1 * (1 - B + B * documents.length(document) / averageLength);
      double score = score(driver, driver.packed[i], norm);
      boolean everywhere = true;
      for (Cursor other : others) {
        other.at = Postings.seek(other.packed, other.at, other.size, document);
        if (other.at == other.size
            || Postings.document(other.packed[other.at]) != document
            || !inFields(other, other.packed[other.at])) {
          everywhere = false;
          break;
        }
        score += score(other, other.packed[other.at], norm);
      }
      if (everywhere) {
        offer(document, score);
      }
    }
  }

  private void unite(List<Cursor> list) {
    Cursor[] cursors = list.toArray(Cursor[]::new);
    while (true) {
      int document = Integer.MAX_VALUE;
      for (Cursor cursor : cursors) {
        if (cursor.at < cursor.size) {
          document = Math.min(document, Postings.document(cursor.packed[cursor.at]));
        }
      }
      if (document >= view.documents()) {
        return;
      }
      boolean visible = documents.isVisible(document, view.revision());
      double norm = visible ? K1 * (1 - B + B * documents.length(document) / averageLength) : 0;
      double score = 0;
      for (Cursor cursor : cursors) {
        if (cursor.at < cursor.size && Postings.document(cursor.packed[cursor.at]) == document) {
          if (visible && inFields(cursor, cursor.packed[cursor.at])) {
            score += score(cursor, cursor.packed[cursor.at], norm);
          }
          cursor.at++;
        }
      }
      if (score > 0) {
        offer(document, score);
      }
    }
  }

  private static boolean inFields(Cursor cursor, long posting) {
    return cursor.fields == 0 || (Postings.fields(posting) & cursor.fields) != 0;
  }

  private static double score(Cursor cursor, long posting, double norm) {
    double weight = Postings.weight(posting);
    return cursor.idf * weight * (K1 + 1) / (weight + norm);
  }

  private void offer(int document, double score) {
    if (readable == null || readable.test(documents.entry(document))) {
      total++;
      top.offer(document, documents.ordinal(document), score);
    }
  }
}

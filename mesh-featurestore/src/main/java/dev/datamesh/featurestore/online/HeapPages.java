package dev.datamesh.featurestore.online;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** Rows in {@code long[]} pages. */
final class HeapPages extends RowPages {

  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  // A reader has a slot from the index, which the writer released after the page was in place.
  private long[][] pages = new long[0][];

  HeapPages(int width, int objectsOfRow) {
    super(width, objectsOfRow);
  }

  @Override
  int pages() {
    return pages.length;
  }

  @Override
  void addWords() {
    long[][] grown = Arrays.copyOf(pages, pages.length + 1);
    grown[pages.length] = new long[PAGE_ROWS * width];
    pages = grown;
  }

  @Override
  long word(int slot, int word) {
    return pages[slot >>> PAGE_BITS][(slot & PAGE_MASK) * width + word];
  }

  @Override
  void put(int slot, int word, long value) {
    pages[slot >>> PAGE_BITS][(slot & PAGE_MASK) * width + word] = value;
  }

  @Override
  long acquireHead(int slot) {
    return (long) WORDS.getAcquire(pages[slot >>> PAGE_BITS], (slot & PAGE_MASK) * width);
  }

  @Override
  void opaqueHead(int slot, long head) {
    WORDS.setOpaque(pages[slot >>> PAGE_BITS], (slot & PAGE_MASK) * width, head);
  }

  @Override
  void releaseHead(int slot, long head) {
    WORDS.setRelease(pages[slot >>> PAGE_BITS], (slot & PAGE_MASK) * width, head);
  }

  @Override
  void copy(int slot, int[] words, long[] target, int at) {
    long[] page = pages[slot >>> PAGE_BITS];
    int from = (slot & PAGE_MASK) * width;
    for (int i = 0; i < words.length; i++) {
      target[at + i] = page[from + words[i]];
    }
  }

  @Override
  void copyWords(int slot, long[] target) {
    System.arraycopy(pages[slot >>> PAGE_BITS], (slot & PAGE_MASK) * width, target, 0, width);
  }

  @Override
  void putAll(int slot, long[] image) {
    System.arraycopy(
        image, 1, pages[slot >>> PAGE_BITS], (slot & PAGE_MASK) * width + 1, width - 1);
  }

  @Override
  boolean hasKey(int slot, long[] key, int at, int words) {
    long[] page = pages[slot >>> PAGE_BITS];
    int from = (slot & PAGE_MASK) * width + RowLayout.KEY;
    for (int i = 0; i < words; i++) {
      if (page[from + i] != key[at + i]) {
        return false;
      }
    }
    return true;
  }
}

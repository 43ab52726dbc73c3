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

  private long[] page(int slot) {
    return pages[slot >>> PAGE_BITS];
  }

  private int at(int slot) {
    return (slot & PAGE_MASK) * width;
  }

  @Override
  long word(int slot, int word) {
    return page(slot)[at(slot) + word];
  }

  @Override
  void put(int slot, int word, long value) {
    page(slot)[at(slot) + word] = value;
  }

  @Override
  long acquireHead(int slot) {
    return (long) WORDS.getAcquire(page(slot), at(slot));
  }

  @Override
  void opaqueHead(int slot, long head) {
    WORDS.setOpaque(page(slot), at(slot), head);
  }

  @Override
  void releaseHead(int slot, long head) {
    WORDS.setRelease(page(slot), at(slot), head);
  }

  @Override
  void copy(int slot, int[] words, long[] target, int to) {
    long[] page = page(slot);
    int from = at(slot);
    for (int i = 0; i < words.length; i++) {
      target[to + i] = page[from + words[i]];
    }
  }

  @Override
  void copyWords(int slot, long[] target) {
    System.arraycopy(page(slot), at(slot), target, 0, width);
  }

  @Override
  void copyRows(int slot, int count, long[] target) {
    System.arraycopy(page(slot), at(slot), target, 0, count * width);
  }

  @Override
  void putRows(int slot, int count, long[] source) {
    System.arraycopy(source, 0, page(slot), at(slot), count * width);
  }

  @Override
  void putAll(int slot, long[] image) {
    System.arraycopy(image, 1, page(slot), at(slot) + 1, width - 1);
  }

  @Override
  boolean hasKey(int slot, long[] key, int keyAt, int words) {
    return isKey(page(slot), at(slot) + RowLayout.KEY, key, keyAt, words);
  }

  @Override
  long touch(int[] slots, int from, int count, int word) {
    long[][] all = pages;
    int middle = Math.min(LINE_WORDS, word);
    long sum = 0;
    for (int i = from; i < from + count; i++) {
      int slot = slots[i];
      if (slot >= 0) {
        long[] page = all[slot >>> PAGE_BITS];
        int at = (slot & PAGE_MASK) * width;
        sum += page[at] + page[at + middle] + page[at + word];
      }
    }
    return sum;
  }

  @Override
  long read(int slot, KeyBuffer keys, int row, Projection wanted, FeatureBuffer target, int at) {
    long[] page = page(slot);
    int from = at(slot);
    int words = keys.layout.words;
    for (int tries = 0; ; tries++) {
      long head = (long) WORDS.getAcquire(page, from);
      if ((head & RowLayout.WRITING) == 0) {
        boolean mine =
            (head & RowLayout.DEAD) == 0
                && isKey(page, from + RowLayout.KEY, keys.words, row * words, words)
                && (keys.marks[row] == 0 || hasLongTexts(slot, keys, row));
        if (mine) {
          copy(page, from, wanted, target.words, at * target.stride + wanted.wordsAt());
          if (wanted.objects().length > 0) {
            copyObjects(slot, wanted, target, at);
          }
        }
        VarHandle.acquireFence();
        if ((long) WORDS.getAcquire(page, from) == head) {
          return mine ? head : OTHER_KEY;
        }
      }
      pause(tries);
    }
  }

  @Override
  long read(int slot, long key, Projection wanted, FeatureBuffer target, int at) {
    long[] page = page(slot);
    int from = at(slot);
    long head = (long) WORDS.getAcquire(page, from);
    if (page[from + RowLayout.KEY] == key && (head & RowLayout.UNSETTLED) == 0) {
      copy(page, from, wanted, target.words, at * target.stride + wanted.wordsAt());
      if (wanted.objects().length > 0) {
        copyObjects(slot, wanted, target, at);
      }
      VarHandle.acquireFence();
      if ((long) WORDS.getAcquire(page, from) == head) {
        return head;
      }
    }
    return super.read(slot, key, wanted, target, at);
  }

  private static boolean isKey(long[] page, int at, long[] key, int keyAt, int words) {
    if (words == 1) {
      return page[at] == key[keyAt];
    }
    for (int i = 0; i < words; i++) {
      if (page[at + i] != key[keyAt + i]) {
        return false;
      }
    }
    return true;
  }

  private static void copy(long[] page, int from, Projection wanted, long[] target, int to) {
    int[] words = wanted.words();
    if (wanted.isRun()) {
      copyRun(page, from + words[0], words.length, target, to);
      return;
    }
    for (int i = 0; i < words.length; i++) {
      target[to + i] = page[from + words[i]];
    }
  }

  /**
   * Copies words that follow one another. A few of them one by one: a loop of unknown length is
   * made into one that first steps to an aligned address, how far depends on the row, and the core
   * guesses that wrong; and what {@link System#arraycopy} stores under a mask cannot be loaded
   * again at once.
   */
  private static void copyRun(long[] page, int first, int count, long[] target, int start) {
    if (count >= 2 * LINE_WORDS) {
      System.arraycopy(page, first, target, start, count);
      return;
    }
    int from = first;
    int to = start;
    if ((count & 8) != 0) {
      target[to] = page[from];
      target[to + 1] = page[from + 1];
      target[to + 2] = page[from + 2];
      target[to + 3] = page[from + 3];
      target[to + 4] = page[from + 4];
      target[to + 5] = page[from + 5];
      target[to + 6] = page[from + 6];
      target[to + 7] = page[from + 7];
      from += 8;
      to += 8;
    }
    if ((count & 4) != 0) {
      target[to] = page[from];
      target[to + 1] = page[from + 1];
      target[to + 2] = page[from + 2];
      target[to + 3] = page[from + 3];
      from += 4;
      to += 4;
    }
    if ((count & 2) != 0) {
      target[to] = page[from];
      target[to + 1] = page[from + 1];
      from += 2;
      to += 2;
    }
    if ((count & 1) != 0) {
      target[to] = page[from];
    }
  }
}

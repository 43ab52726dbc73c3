package dev.datamesh.featurestore.online;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The words of rows in pages that never move, and the protocol by which one writer and any number
 * of readers share a row.
 *
 * <p>The writer, under its table's lock, makes the version odd, fences, writes, and releases the
 * next even version. A reader acquires the version, copies, fences, and takes the copy only if the
 * version is still the same and even. A version has 30 bits: a reader would have to sleep through a
 * billion writes of one row to be fooled. Objects lie beside the words and are copied within the
 * same bracket; what a reader copies meanwhile is dropped with the copy.
 */
abstract class RowPages {

  static final int PAGE_BITS = 10;
  static final int PAGE_ROWS = 1 << PAGE_BITS;
  static final int PAGE_MASK = PAGE_ROWS - 1;

  /** The answer of {@link #read} where the row belongs to another key. */
  static final long OTHER_KEY = -1;

  /** A cache line has so many words; a row that does not begin with one has a third. */
  static final int LINE_WORDS = 8;

  private static final int SPINS = 100;

  final int width;
  final int objectsOfRow;
  private @Nullable Object[][] objectPages = new Object[0][];

  RowPages(int width, int objectsOfRow) {
    this.width = width;
    this.objectsOfRow = objectsOfRow;
  }

  static RowPages of(RowLayout layout, Memory memory) {
    return memory == Memory.HEAP
        ? new HeapPages(layout.width, layout.objects)
        : new DirectPages(layout.width, layout.objects);
  }

  /** The bytes that one more page takes. */
  final long pageBytes() {
    return (long) PAGE_ROWS * (width * 8L + objectsOfRow * 4L);
  }

  abstract int pages();

  abstract void addWords();

  /** Makes room for {@link #PAGE_ROWS} more rows. Under the table's lock. */
  final void addPage() {
    if (objectsOfRow > 0) {
      @Nullable Object[][] grown = Arrays.copyOf(objectPages, objectPages.length + 1);
      grown[objectPages.length] = new Object[PAGE_ROWS * objectsOfRow];
      objectPages = grown;
    }
    addWords();
  }

  /** A word as it is, for the writer, or for a reader that checks the version. */
  abstract long word(int slot, int word);

  abstract void put(int slot, int word, long value);

  abstract long acquireHead(int slot);

  abstract void opaqueHead(int slot, long head);

  abstract void releaseHead(int slot, long head);

  abstract void copy(int slot, int[] words, long[] target, int at);

  /** Copies rows of one page. */
  abstract void copyRows(int slot, int count, long[] target);

  /** Puts rows of one page back. */
  abstract void putRows(int slot, int count, long[] source);

  abstract void copyWords(int slot, long[] target);

  abstract void putAll(int slot, long[] image);

  /** Whether the row's key has these words. */
  abstract boolean hasKey(int slot, long[] key, int at, int words);

  final @Nullable Object object(int slot, int place) {
    return objectPages[slot >>> PAGE_BITS][(slot & PAGE_MASK) * objectsOfRow + place];
  }

  final void putObject(int slot, int place, @Nullable Object value) {
    objectPages[slot >>> PAGE_BITS][(slot & PAGE_MASK) * objectsOfRow + place] = value;
  }

  /**
   * Copies parts of a row as of one moment.
   *
   * @return the row's head, or {@link #OTHER_KEY}
   */
  long read(int slot, KeyBuffer keys, int row, Projection wanted, FeatureBuffer target, int at) {
    KeyLayout layout = keys.layout;
    int keyAt = row * layout.words;
    for (int tries = 0; ; tries++) {
      long head = acquireHead(slot);
      if ((head & RowLayout.WRITING) == 0) {
        boolean mine =
            (head & RowLayout.DEAD) == 0
                && hasKey(slot, keys.words, keyAt, layout.words)
                && (keys.marks[row] == 0 || hasLongTexts(slot, keys, row));
        if (mine) {
          copy(slot, wanted.words(), target.words, at * target.stride + wanted.wordsAt());
          if (wanted.objects().length > 0) {
            copyObjects(slot, wanted, target, at);
          }
        }
        VarHandle.acquireFence();
        if (acquireHead(slot) == head) {
          return mine ? head : OTHER_KEY;
        }
      }
      pause(tries);
    }
  }

  /** The same for a key of one word. */
  long read(int slot, long key, Projection wanted, FeatureBuffer target, int at) {
    for (int tries = 0; ; tries++) {
      long head = acquireHead(slot);
      if ((head & RowLayout.WRITING) == 0) {
        boolean mine = (head & RowLayout.DEAD) == 0 && word(slot, RowLayout.KEY) == key;
        if (mine) {
          copy(slot, wanted.words(), target.words, at * target.stride + wanted.wordsAt());
          if (wanted.objects().length > 0) {
            copyObjects(slot, wanted, target, at);
          }
        }
        VarHandle.acquireFence();
        if (acquireHead(slot) == head) {
          return mine ? head : OTHER_KEY;
        }
      }
      pause(tries);
    }
  }

  /**
   * Loads a word of each line up to another word of slots, each not waiting for the one before.
   *
   * @return something that depends on the loads, so that they are made
   */
  long touch(int[] slots, int from, int count, int word) {
    int middle = Math.min(LINE_WORDS, word);
    long sum = 0;
    for (int i = from; i < from + count; i++) {
      if (slots[i] >= 0) {
        sum += word(slots[i], 0) + word(slots[i], middle) + word(slots[i], word);
      }
    }
    return sum;
  }

  /** Loads a whole row as of one moment; false if it belongs to another key. */
  final boolean load(int slot, KeyBuffer keys, int row, RowImage image) {
    KeyLayout layout = keys.layout;
    for (int tries = 0; ; tries++) {
      long head = acquireHead(slot);
      if ((head & RowLayout.WRITING) == 0) {
        boolean mine =
            (head & RowLayout.DEAD) == 0
                && hasKey(slot, keys.words, row * layout.words, layout.words)
                && hasLongTexts(slot, keys, row);
        if (mine) {
          copyAll(slot, image);
        }
        VarHandle.acquireFence();
        if (acquireHead(slot) == head) {
          return mine;
        }
      }
      pause(tries);
    }
  }

  /** Copies a row as it is, for the writer, or for a reader that checks the version. */
  final void copyAll(int slot, RowImage image) {
    copyWords(slot, image.words);
    image.words[RowLayout.HEAD] &= ~RowLayout.VERSION_MASK;
    for (int i = 0; i < objectsOfRow; i++) {
      image.objects[i] = object(slot, i);
    }
  }

  final void copyObjects(int slot, Projection wanted, FeatureBuffer target, int at) {
    @Nullable Object[] page = objectPages[slot >>> PAGE_BITS];
    int from = (slot & PAGE_MASK) * objectsOfRow;
    int to = at * target.objectStride + wanted.objectsAt();
    for (int i = 0; i < wanted.objects().length; i++) {
      target.objects[to + i] = page[from + wanted.objects()[i]];
    }
  }

  /** Whether the row's long texts are those of the key. */
  final boolean hasLongTexts(int slot, KeyBuffer keys, int row) {
    if (!keys.hasLongText(row)) {
      return true;
    }
    KeyLayout layout = keys.layout;
    for (int i = 0; i < layout.components(); i++) {
      if (layout.isText(i)
          && KeyLayout.isLongText(keys.words[row * layout.words + layout.start(i)])
          && !keys.longText(row, i).equals(object(slot, i))) {
        return false;
      }
    }
    return true;
  }

  /** Waits for a writer, which needs some tens of nanoseconds unless its thread was put aside. */
  static void pause(int tries) {
    if (tries < SPINS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(1_000);
    }
  }
}

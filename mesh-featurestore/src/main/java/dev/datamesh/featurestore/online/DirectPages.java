package dev.datamesh.featurestore.online;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Rows in direct buffers outside the heap. */
final class DirectPages extends RowPages {

  private static final VarHandle WORDS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private ByteBuffer[] pages = new ByteBuffer[0];

  DirectPages(int width, int objectsOfRow) {
    super(width, objectsOfRow);
  }

  private int at(int slot, int word) {
    return ((slot & PAGE_MASK) * width + word) << 3;
  }

  @Override
  int pages() {
    return pages.length;
  }

  @Override
  void addWords() {
    ByteBuffer[] grown = Arrays.copyOf(pages, pages.length + 1);
    grown[pages.length] =
        ByteBuffer.allocateDirect(PAGE_ROWS * width * 8).order(ByteOrder.nativeOrder());
    pages = grown;
  }

  @Override
  long word(int slot, int word) {
    return (long) WORDS.get(pages[slot >>> PAGE_BITS], at(slot, word));
  }

  @Override
  void put(int slot, int word, long value) {
    WORDS.set(pages[slot >>> PAGE_BITS], at(slot, word), value);
  }

  @Override
  long acquireHead(int slot) {
    return (long) WORDS.getAcquire(pages[slot >>> PAGE_BITS], at(slot, 0));
  }

  @Override
  void opaqueHead(int slot, long head) {
    WORDS.setOpaque(pages[slot >>> PAGE_BITS], at(slot, 0), head);
  }

  @Override
  void releaseHead(int slot, long head) {
    WORDS.setRelease(pages[slot >>> PAGE_BITS], at(slot, 0), head);
  }

  @Override
  void copy(int slot, int[] words, long[] target, int at) {
    ByteBuffer page = pages[slot >>> PAGE_BITS];
    int from = at(slot, 0);
    for (int i = 0; i < words.length; i++) {
      target[at + i] = (long) WORDS.get(page, from + (words[i] << 3));
    }
  }

  @Override
  void copyWords(int slot, long[] target) {
    ByteBuffer page = pages[slot >>> PAGE_BITS];
    int from = at(slot, 0);
    for (int i = 0; i < width; i++) {
      target[i] = (long) WORDS.get(page, from + (i << 3));
    }
  }

  @Override
  void copyRows(int slot, int count, long[] target) {
    pages[slot >>> PAGE_BITS]
        .duplicate()
        .position(at(slot, 0))
        .order(ByteOrder.nativeOrder())
        .asLongBuffer()
        .get(target, 0, count * width);
  }

  @Override
  void putRows(int slot, int count, long[] source) {
    pages[slot >>> PAGE_BITS]
        .duplicate()
        .position(at(slot, 0))
        .order(ByteOrder.nativeOrder())
        .asLongBuffer()
        .put(source, 0, count * width);
  }

  @Override
  void putAll(int slot, long[] image) {
    ByteBuffer page = pages[slot >>> PAGE_BITS];
    int from = at(slot, 0);
    for (int i = 1; i < width; i++) {
      WORDS.set(page, from + (i << 3), image[i]);
    }
  }

  @Override
  boolean hasKey(int slot, long[] key, int at, int words) {
    ByteBuffer page = pages[slot >>> PAGE_BITS];
    int from = at(slot, RowLayout.KEY);
    for (int i = 0; i < words; i++) {
      if ((long) WORDS.get(page, from + (i << 3)) != key[at + i]) {
        return false;
      }
    }
    return true;
  }
}

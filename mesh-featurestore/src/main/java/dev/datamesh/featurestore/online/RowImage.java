package dev.datamesh.featurestore.online;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A row as it would lie in its slot, made up before it is merged. For one thread at a time. */
final class RowImage {

  final RowLayout layout;
  final long[] words;
  final @Nullable Object[] objects;

  RowImage(RowLayout layout) {
    this.layout = layout;
    this.words = new long[layout.width];
    this.objects = new Object[layout.objects];
  }

  /** Begins a row: its key and stamp, and no value yet. */
  void begin(KeyBuffer keys, int row, long event, long created, long sequence) {
    KeyLayout key = layout.keys;
    Arrays.fill(words, 0);
    Arrays.fill(objects, null);
    System.arraycopy(keys.words, row * key.words, words, RowLayout.KEY, key.words);
    if (keys.hasLongText(row)) {
      for (int i = 0; i < key.components(); i++) {
        if (key.isText(i) && KeyLayout.isLongText(words[RowLayout.KEY + key.start(i)])) {
          objects[i] = keys.longText(row, i);
        }
      }
    }
    stamp(layout.event, event, created, sequence);
    if (layout.hasStamps) {
      for (int i = 0; i < layout.features(); i++) {
        stamp(layout.stamp(i), event, created, sequence);
      }
    }
  }

  private void stamp(int at, long event, long created, long sequence) {
    words[at] = event;
    words[at + 1] = created;
    words[at + 2] = sequence;
  }

  void putNull(int feature) {
    words[layout.nullWord(feature)] |= RowLayout.nullBit(feature);
  }

  void putWord(int feature, long word) {
    words[layout.word(feature)] = word;
  }

  void putObject(int feature, Object value) {
    objects[layout.object(feature)] = value;
  }

  /** Puts a value as columns answer it. */
  void put(int feature, @Nullable Object value) {
    if (value == null) {
      putNull(feature);
    } else if (layout.isWord(feature)) {
      putWord(feature, Words.of(layout.type(feature), value));
    } else {
      putObject(feature, value);
    }
  }

  boolean isNull(int feature) {
    return (words[layout.nullWord(feature)] & RowLayout.nullBit(feature)) != 0;
  }

  /** A value as columns answer it, null where it is null. */
  @Nullable Object value(int feature) {
    if (isNull(feature)) {
      return null;
    }
    return layout.isWord(feature)
        ? Words.toObject(layout.type(feature), words[layout.word(feature)])
        : objects[layout.object(feature)];
  }

  /** Compares the stamps at two places of two rows. */
  static int compareStamps(long[] one, int oneAt, long[] other, int otherAt) {
    for (int i = 0; i < 3; i++) {
      int order = Long.compare(one[oneAt + i], other[otherAt + i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /**
   * Merges a row of the same key into this one.
   *
   * @return whether anything changed
   */
  boolean merge(RowImage other) {
    boolean newer = compareStamps(other.words, layout.event, words, layout.event) > 0;
    boolean changed = newer;
    for (int i = 0; i < layout.features(); i++) {
      boolean take;
      if (layout.hasOwnStamp(i)) {
        int at = layout.stamp(i);
        take = !other.isNull(i) && (isNull(i) || compareStamps(other.words, at, words, at) > 0);
        if (take) {
          System.arraycopy(other.words, at, words, at, 3);
        }
      } else {
        take = newer;
      }
      if (take) {
        takeValue(other, i);
        changed = true;
      }
    }
    if (newer) {
      System.arraycopy(other.words, layout.event, words, layout.event, 3);
    }
    return changed;
  }

  /** Makes values null whose own time lies before another; whether there were any. */
  boolean forgetBefore(long eventMicros) {
    boolean changed = false;
    for (int i = 0; i < layout.features(); i++) {
      if (layout.hasOwnStamp(i) && !isNull(i) && words[layout.stamp(i)] < eventMicros) {
        putNull(i);
        if (layout.isWord(i)) {
          words[layout.word(i)] = 0;
        } else {
          objects[layout.object(i)] = null;
        }
        changed = true;
      }
    }
    return changed;
  }

  private void takeValue(RowImage other, int feature) {
    int nulls = layout.nullWord(feature);
    long bit = RowLayout.nullBit(feature);
    words[nulls] = (words[nulls] & ~bit) | (other.words[nulls] & bit);
    if (layout.isWord(feature)) {
      words[layout.word(feature)] = other.words[layout.word(feature)];
    } else {
      objects[layout.object(feature)] = other.objects[layout.object(feature)];
    }
  }
}

package dev.datamesh.featurestore.join;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns typed keys into ints from 0, component by component, so that ("1", "23") and ("12", "3")
 * stay apart. A null component makes the code {@link #NONE}. For one thread at a time while adding;
 * then safe for many that look up.
 */
abstract class KeyCoder {

  /** The code of a key with a null, and of one that is not known. */
  static final int NONE = -1;

  /** Rows coded at a time: their keys stay in the first-level cache. */
  static final int BLOCK = 2048;

  /** So few new keys in a block that the others need not wait for them. */
  private static final int KNOWN = 8;

  /** Rows that one thread looks up at a time. */
  private static final int PART = 1 << 18;

  /** A coder for keys of these columns' types. */
  static KeyCoder of(List<Column> keys) {
    if (keys.isEmpty()) {
      return new Global();
    }
    List<KeyCoder> parts = new ArrayList<>();
    for (Column key : keys) {
      parts.add(isText(key.type()) ? new Strings() : new Longs());
    }
    return parts.size() == 1 ? parts.get(0) : new Composite(parts);
  }

  private static boolean isText(FieldType type) {
    return type == Primitive.STRING || type instanceof FieldType.EnumType;
  }

  /** How many keys are known. */
  abstract int size();

  /** Codes rows {@code from} to {@code from + count}; unknown keys are added or {@link #NONE}. */
  abstract void code(List<Column> keys, long from, int count, int[] codes, int at, Mode mode);

  /** What happens to unknown keys. */
  enum Mode {
    ADD,
    LOOK_UP
  }

  /** Codes all rows. */
  final int[] codeAll(List<Column> keys, int rows, Mode mode) {
    int[] codes = new int[rows];
    int count;
    for (int from = 0; from < rows; from += count) {
      count = Math.min(BLOCK, rows - from);
      code(keys, from, count, codes, from, mode);
    }
    return codes;
  }

  /**
   * Codes all rows and adds their keys. With several threads, as soon as few keys are new, all look
   * the others up, and what was not found is added in the end.
   */
  final int[] addAll(List<Column> keys, int rows, Work work) {
    if (work.threads() == 1 || keys.isEmpty()) {
      return codeAll(keys, rows, Mode.ADD);
    }
    int[] codes = new int[rows];
    int from = 0;
    boolean known = false;
    while (from < rows && !known) {
      int before = size();
      int count = Math.min(BLOCK, rows - from);
      code(keys, from, count, codes, from, Mode.ADD);
      known = size() - before < KNOWN;
      from += count;
    }
    int first = from;
    int parts = (int) (((long) rows - first + PART - 1) / PART);
    work.parallel(
        parts,
        part -> {
          int end = (int) Math.min(rows, first + (part + 1L) * PART);
          int count;
          for (int at = first + part * PART; at < end; at += count) {
            count = Math.min(BLOCK, end - at);
            code(keys, at, count, codes, at, Mode.LOOK_UP);
          }
        });
    for (int row = first; row < rows; row++) {
      if (codes[row] == NONE) {
        code(keys, row, 1, codes, row, Mode.ADD);
      }
    }
    return codes;
  }

  private static int mix(long key) {
    long hash = key * 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 32) ^ (int) hash >>> 7;
  }

  /** A single key that everybody has. */
  private static final class Global extends KeyCoder {

    @Override
    int size() {
      return 1;
    }

    @Override
    void code(List<Column> keys, long from, int count, int[] codes, int at, Mode mode) {
      Arrays.fill(codes, at, at + count, 0);
    }
  }

  /** Keys of one number: open addressing, key and code side by side, half full at most. */
  static final class Longs extends KeyCoder {

    private long[] table = new long[2 * 1024];
    private int mask = 1023;
    private int size;
    private long @Nullable [] buffer;

    @Override
    int size() {
      return size;
    }

    int find(long key) {
      long[] slots = table;
      for (int slot = mix(key) & mask; ; slot = slot + 1 & mask) {
        long code = slots[2 * slot + 1];
        if (code == 0) {
          return NONE;
        }
        if (slots[2 * slot] == key) {
          return (int) code - 1;
        }
      }
    }

    int findOrAdd(long key) {
      int slot = mix(key) & mask;
      for (; ; slot = slot + 1 & mask) {
        long code = table[2 * slot + 1];
        if (code == 0) {
          break;
        }
        if (table[2 * slot] == key) {
          return (int) code - 1;
        }
      }
      table[2 * slot] = key;
      table[2 * slot + 1] = ++size;
      if (size > mask >>> 1) {
        grow();
      }
      return size - 1;
    }

    private void grow() {
      long[] old = table;
      mask = mask * 2 + 1;
      table = new long[2 * (mask + 1)];
      for (int i = 0; i < old.length; i += 2) {
        if (old[i + 1] != 0) {
          int slot = mix(old[i]) & mask;
          while (table[2 * slot + 1] != 0) {
            slot = slot + 1 & mask;
          }
          table[2 * slot] = old[i];
          table[2 * slot + 1] = old[i + 1];
        }
      }
    }

    @Override
    void code(List<Column> keys, long from, int count, int[] codes, int at, Mode mode) {
      Column key = keys.get(0);
      long[] values = mode == Mode.ADD && buffer != null ? buffer : new long[BLOCK];
      buffer = mode == Mode.ADD ? values : buffer;
      key.copyLongs(from, values, 0, count);
      if (mode == Mode.ADD) {
        for (int i = 0; i < count; i++) {
          codes[at + i] = key.isNull(from + i) ? NONE : findOrAdd(values[i]);
        }
      } else {
        for (int i = 0; i < count; i++) {
          codes[at + i] = find(values[i]);
        }
        forgetNulls(key, from, count, codes, at);
      }
    }
  }

  private static void forgetNulls(Column key, long from, int count, int[] codes, int at) {
    if (key.hasNulls()) {
      for (int i = 0; i < count; i++) {
        if (key.isNull(from + i)) {
          codes[at + i] = NONE;
        }
      }
    }
  }

  /** Keys of one string: open addressing over hash and code, strings by code. */
  private static final class Strings extends KeyCoder {

    private long[] table = new long[1024];
    private int mask = 1023;
    private @Nullable String[] strings = new String[1024];
    private int size;

    @Override
    int size() {
      return size;
    }

    /** Keys found in the table together, so that their loads overlap. */
    private static final int STAGE = 256;

    private int find(String key, int hash) {
      for (int slot = mix(hash) & mask; ; slot = slot + 1 & mask) {
        long entry = table[slot];
        if (entry == 0) {
          return NONE;
        }
        int code = (int) entry - 1;
        if ((int) (entry >>> 32) == hash && key.equals(strings[code])) {
          return code;
        }
      }
    }

    private int add(String key, int hash) {
      int slot = mix(hash) & mask;
      while (table[slot] != 0) {
        slot = slot + 1 & mask;
      }
      if (size == strings.length) {
        strings = Arrays.copyOf(strings, size * 2);
      }
      strings[size] = key;
      table[slot] = (long) hash << 32 | ++size;
      if (size > mask >>> 1) {
        grow();
      }
      return size - 1;
    }

    private void grow() {
      long[] old = table;
      mask = mask * 2 + 1;
      table = new long[mask + 1];
      for (long entry : old) {
        if (entry != 0) {
          int hash = (int) (entry >>> 32);
          int slot = mix(hash) & mask;
          while (table[slot] != 0) {
            slot = slot + 1 & mask;
          }
          table[slot] = entry;
        }
      }
    }

    @Override
    void code(List<Column> keys, long from, int count, int[] codes, int at, Mode mode) {
      @Nullable String[] values = new String[count];
      keys.get(0).copyStrings(from, values, 0, count);
      int[] hashes = new int[Math.min(STAGE, count)];
      int[] lengths = new int[hashes.length];
      for (int start = 0; start < count; start += STAGE) {
        stage(
            values,
            start,
            Math.min(STAGE, count - start),
            hashes,
            lengths,
            codes,
            at + start,
            mode);
      }
    }

    /** Hashes all, finds the likely code of all, then the lengths of those, compares all. */
    private void stage(
        @Nullable String[] values,
        int start,
        int count,
        int[] hashes,
        int[] lengths,
        int[] codes,
        int at,
        Mode mode) {
      for (int i = 0; i < count; i++) {
        String key = values[start + i];
        hashes[i] = key == null ? 0 : key.hashCode();
      }
      long[] slots = table;
      for (int i = 0; i < count; i++) {
        long entry = slots[mix(hashes[i]) & mask];
        codes[at + i] = (int) (entry >>> 32) == hashes[i] ? (int) entry - 1 : NONE;
      }
      for (int i = 0; i < count; i++) {
        String likely = codes[at + i] < 0 ? null : strings[codes[at + i]];
        lengths[i] = likely == null ? -1 : likely.length();
      }
      for (int i = 0; i < count; i++) {
        String key = values[start + i];
        int likely = codes[at + i];
        if (key == null) {
          codes[at + i] = NONE;
        } else if (lengths[i] != key.length() || !key.equals(strings[likely])) {
          int code = find(key, hashes[i]);
          codes[at + i] = code == NONE && mode == Mode.ADD ? add(key, hashes[i]) : code;
        }
      }
    }
  }

  /** Several components: each has its coder, and each pair of codes has one. */
  private static final class Composite extends KeyCoder {

    private final List<KeyCoder> parts;
    private final List<Longs> pairs = new ArrayList<>();

    Composite(List<KeyCoder> parts) {
      this.parts = parts;
      for (int i = 1; i < parts.size(); i++) {
        pairs.add(new Longs());
      }
    }

    @Override
    int size() {
      return pairs.get(pairs.size() - 1).size();
    }

    @Override
    void code(List<Column> keys, long from, int count, int[] codes, int at, Mode mode) {
      parts.get(0).code(keys.subList(0, 1), from, count, codes, at, mode);
      int[] next = new int[count];
      for (int part = 1; part < parts.size(); part++) {
        parts.get(part).code(keys.subList(part, part + 1), from, count, next, 0, mode);
        Longs pair = pairs.get(part - 1);
        for (int i = 0; i < count; i++) {
          int left = codes[at + i];
          int right = next[i];
          long both = (long) left << 32 | right;
          codes[at + i] =
              left == NONE || right == NONE
                  ? NONE
                  : mode == Mode.ADD ? pair.findOrAdd(both) : pair.find(both);
        }
      }
    }
  }
}

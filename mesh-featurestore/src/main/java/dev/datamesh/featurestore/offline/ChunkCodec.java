package dev.datamesh.featurestore.offline;

import dev.datamesh.featurestore.offline.Cells.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One column of one block as bytes: nulls first, then the values in the form that pays. */
final class ChunkCodec {

  private static final int NO_NULLS = 0;
  private static final int SOME_NULLS = 1;
  private static final int ALL_NULL = 2;

  private static final int PLAIN = 10;
  private static final int WORDS = 11;
  private static final int DECIMALS = 12;

  private static final int SAMPLE = 512;
  private static final int MOST_WORDS = 1 << 15;
  private static final double[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  /** Up to here every whole number is a double. */
  private static final double EXACT = 1L << 53;

  private ChunkCodec() {}

  static void encode(Cells cells, int rows, ByteSink out) {
    int nulls = cells.nulls().isEmpty() ? 0 : cells.nulls().get(0, rows).cardinality();
    if (nulls == rows && rows > 0) {
      out.putByte(ALL_NULL);
      return;
    }
    out.putByte(nulls == 0 ? NO_NULLS : SOME_NULLS);
    if (nulls > 0) {
      out.putBlob(cells.nulls().get(0, rows).toByteArray());
    }
    switch (cells.kind()) {
      case LONG -> LongCodec.encode(longs(cells, rows, nulls), 0, rows, out);
      case DOUBLE -> doubles(cells, rows, nulls, out);
      case FLOAT -> floats(cells, rows, out);
      case TEXT -> texts(cells, rows, out);
      case BYTES -> bytes(cells.bytes(), cells.nulls(), rows, out);
    }
  }

  /** The numbers, with the one before in the place of a null, which costs the fewest bits. */
  private static long[] longs(Cells cells, int rows, int nulls) {
    if (nulls == 0) {
      return cells.longs();
    }
    long[] filled = Arrays.copyOf(cells.longs(), rows);
    long last = filled[cells.nulls().nextClearBit(0)];
    for (int row = 0; row < rows; row++) {
      if (cells.isNull(row)) {
        filled[row] = last;
      }
      last = filled[row];
    }
    return filled;
  }

  private static void doubles(Cells cells, int rows, int nulls, ByteSink out) {
    double[] values = cells.doubles();
    if (nulls > 0) {
      values = Arrays.copyOf(values, rows);
      for (int row = cells.nulls().nextSetBit(0);
          row >= 0 && row < rows;
          row = cells.nulls().nextSetBit(row + 1)) {
        values[row] = 0;
      }
    }
    if (!decimals(values, rows, out) && !doubleWords(values, rows, out)) {
      out.putByte(PLAIN);
      out.putDoubles(values, 0, rows);
    }
  }

  /** Prices and counts: whole numbers behind a power of ten, where that gives every bit back. */
  private static boolean decimals(double[] values, int rows, ByteSink out) {
    int digits = 0;
    for (int i = 0; i < SAMPLE && digits < POWERS.length; i++) {
      double value = values[(int) ((long) i * rows / SAMPLE)];
      while (digits < POWERS.length && !isDecimal(value, POWERS[digits])) {
        digits++;
      }
    }
    if (digits == POWERS.length) {
      return false;
    }
    double power = POWERS[digits];
    long[] numbers = new long[rows];
    for (int row = 0; row < rows; row++) {
      if (!isDecimal(values[row], power)) {
        return false;
      }
      numbers[row] = Math.round(values[row] * power);
    }
    out.putByte(DECIMALS);
    out.putByte(digits);
    LongCodec.encode(numbers, 0, rows, out);
    return true;
  }

  private static boolean isDecimal(double value, double power) {
    double scaled = value * power;
    return Math.abs(scaled) < EXACT
        && Double.doubleToRawLongBits(Math.round(scaled) / power)
            == Double.doubleToRawLongBits(value);
  }

  private static boolean doubleWords(double[] values, int rows, ByteSink out) {
    Map<Long, Integer> words = new HashMap<>();
    for (int i = 0; i < SAMPLE; i++) {
      words.put(Double.doubleToRawLongBits(values[(int) ((long) i * rows / SAMPLE)]), 0);
    }
    if (words.size() > SAMPLE / 4 || rows < SAMPLE) {
      return false;
    }
    words.clear();
    long[] indexes = new long[rows];
    double[] distinct = new double[256];
    for (int row = 0; row < rows; row++) {
      long bits = Double.doubleToRawLongBits(values[row]);
      Integer known = words.get(bits);
      if (known == null) {
        known = words.size();
        if (known == MOST_WORDS) {
          return false;
        }
        words.put(bits, known);
        distinct = known < distinct.length ? distinct : Arrays.copyOf(distinct, known * 2);
        distinct[known] = values[row];
      }
      indexes[row] = known;
    }
    out.putByte(WORDS);
    out.putInt(words.size());
    out.putDoubles(distinct, 0, words.size());
    LongCodec.encode(indexes, 0, rows, out);
    return true;
  }

  private static void floats(Cells cells, int rows, ByteSink out) {
    out.putByte(PLAIN);
    out.putFloats(cells.floats(), 0, rows);
  }

  private static void texts(Cells cells, int rows, ByteSink out) {
    @Nullable String[] texts = cells.texts();
    Map<String, Integer> words = new HashMap<>();
    boolean sampled = false;
    byte[][] distinct = new byte[64][];
    long[] indexes = new long[rows];
    for (int row = 0; row < rows; row++) {
      String text = cells.isNull(row) ? "" : Objects.requireNonNull(texts[row]);
      Integer known = words.get(text);
      if (known == null) {
        known = words.size();
        if (known == MOST_WORDS || (!sampled && row >= SAMPLE && known > row * 3L / 4)) {
          plainTexts(cells, rows, out);
          return;
        }
        words.put(text, known);
        distinct = known < distinct.length ? distinct : Arrays.copyOf(distinct, known * 2);
        distinct[known] = text.getBytes(StandardCharsets.UTF_8);
      }
      sampled |= row >= SAMPLE;
      indexes[row] = known;
    }
    out.putByte(WORDS);
    out.putInt(words.size());
    bytes(distinct, new BitSet(), words.size(), out);
    LongCodec.encode(indexes, 0, rows, out);
  }

  private static void plainTexts(Cells cells, int rows, ByteSink out) {
    byte[][] each = new byte[rows][];
    for (int row = 0; row < rows; row++) {
      String text = cells.texts()[row];
      each[row] = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
    out.putByte(PLAIN);
    bytes(each, cells.nulls(), rows, out);
  }

  private static void bytes(byte[][] each, BitSet nulls, int rows, ByteSink out) {
    long[] lengths = new long[rows];
    int total = 0;
    for (int row = 0; row < rows; row++) {
      byte[] value = nulls.get(row) ? null : each[row];
      lengths[row] = value == null ? 0 : value.length;
      total = Math.addExact(total, (int) lengths[row]);
    }
    LongCodec.encode(lengths, 0, rows, out);
    int at = out.reserve(total);
    for (int row = 0; row < rows; row++) {
      byte[] value = each[row];
      if (value != null && lengths[row] > 0) {
        System.arraycopy(value, 0, out.array(), at, value.length);
        at += value.length;
      }
    }
  }

  static Cells decode(Kind kind, int rows, ByteSource in) {
    int mark = in.getByte();
    BitSet nulls = new BitSet();
    if (mark == ALL_NULL) {
      nulls.set(0, rows);
      return new Cells(kind, kind.array(rows), nulls);
    }
    if (mark == SOME_NULLS) {
      nulls = BitSet.valueOf(in.getBlob());
    }
    Object array = kind.array(rows);
    switch (kind) {
      case LONG -> LongCodec.decode(in, (long[]) array, rows);
      case DOUBLE -> decodeDoubles(in, (double[]) array, rows);
      case FLOAT -> {
        expect(in.getByte() == PLAIN);
        in.getFloats((float[]) array, rows);
      }
      case TEXT -> decodeTexts(in, (String[]) array, rows);
      case BYTES -> decodeBytes(in, (byte[][]) array, rows);
    }
    expect(in.isEmpty());
    return new Cells(kind, array, nulls);
  }

  private static void decodeDoubles(ByteSource in, double[] target, int rows) {
    int encoding = in.getByte();
    if (encoding == PLAIN) {
      in.getDoubles(target, rows);
      return;
    }
    if (encoding == DECIMALS) {
      double power = POWERS[in.getByte()];
      long[] numbers = new long[rows];
      LongCodec.decode(in, numbers, rows);
      for (int row = 0; row < rows; row++) {
        target[row] = numbers[row] / power;
      }
      return;
    }
    expect(encoding == WORDS);
    double[] words = new double[checkedCount(in.getInt())];
    in.getDoubles(words, words.length);
    long[] indexes = new long[rows];
    LongCodec.decode(in, indexes, rows);
    for (int row = 0; row < rows; row++) {
      target[row] = words[(int) indexes[row]];
    }
  }

  private static void decodeTexts(ByteSource in, String[] target, int rows) {
    int encoding = in.getByte();
    if (encoding == PLAIN) {
      texts(in, target, rows);
      return;
    }
    expect(encoding == WORDS);
    String[] words = new String[checkedCount(in.getInt())];
    texts(in, words, words.length);
    long[] indexes = new long[rows];
    LongCodec.decode(in, indexes, rows);
    for (int row = 0; row < rows; row++) {
      target[row] = words[(int) indexes[row]];
    }
  }

  private static void texts(ByteSource in, String[] target, int count) {
    long[] lengths = new long[count];
    LongCodec.decode(in, lengths, count);
    for (int i = 0; i < count; i++) {
      int length = (int) lengths[i];
      target[i] = new String(in.array(), in.skip(length), length, StandardCharsets.UTF_8);
    }
  }

  private static void decodeBytes(ByteSource in, byte[][] target, int rows) {
    long[] lengths = new long[rows];
    LongCodec.decode(in, lengths, rows);
    for (int row = 0; row < rows; row++) {
      int from = in.skip((int) lengths[row]);
      target[row] = Arrays.copyOfRange(in.array(), from, from + (int) lengths[row]);
    }
  }

  private static int checkedCount(int count) {
    expect(count >= 0 && count <= MOST_WORDS);
    return count;
  }

  private static void expect(boolean right) {
    if (!right) {
      throw new IndexOutOfBoundsException("a chunk that does not decode");
    }
  }
}

package dev.datamesh.featurestore.offline;

/**
 * Whole numbers in few bytes: one number for all, numbers with their repetitions, or differences
 * (from the least, or from one to the next) divided by what they have in common and packed into as
 * many bits as the greatest needs. Layout: docs/segment-format.md.
 */
final class LongCodec {

  static final int CONSTANT = 1;
  static final int PACKED = 2;
  static final int DELTAS = 3;
  static final int RUNS = 4;

  /** A number of this width and seven bits before it fit into eight bytes, read at once. */
  private static final int WIDEST = 56;

  private LongCodec() {}

  static void encode(long[] values, int from, int count, ByteSink out) {
    if (count == 0) {
      out.putByte(CONSTANT);
      out.putLong(0);
      return;
    }
    long min = values[from];
    long max = min;
    long minStep = Long.MAX_VALUE;
    long maxStep = Long.MIN_VALUE;
    int runs = 1;
    for (int i = from + 1; i < from + count; i++) {
      long value = values[i];
      long step = value - values[i - 1];
      min = Math.min(min, value);
      max = Math.max(max, value);
      minStep = Math.min(minStep, step);
      maxStep = Math.max(maxStep, step);
      runs += step == 0 ? 0 : 1;
    }
    if (runs == 1) {
      out.putByte(CONSTANT);
      out.putLong(min);
    } else if (runs <= count / 4) {
      runs(values, from, count, runs, out);
    } else {
      boolean wide = max - min < 0 || maxStep - minStep < 0;
      if (!wide && bits(maxStep - minStep) + 2 < bits(max - min)) {
        deltas(values, from, count, minStep, maxStep, out);
      } else {
        out.putByte(PACKED);
        packed(values, from, count, min, max, out);
      }
    }
  }

  private static void runs(long[] values, int from, int count, int runs, ByteSink out) {
    long[] each = new long[runs];
    long[] lengths = new long[runs];
    int run = -1;
    for (int i = from; i < from + count; i++) {
      if (run < 0 || values[i] != each[run]) {
        each[++run] = values[i];
      }
      lengths[run]++;
    }
    out.putByte(RUNS);
    out.putInt(runs);
    packed(each, 0, runs, out);
    packed(lengths, 0, runs, out);
  }

  private static void deltas(
      long[] values, int from, int count, long minStep, long maxStep, ByteSink out) {
    long[] steps = new long[count - 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = values[from + i + 1] - values[from + i];
    }
    out.putByte(DELTAS);
    out.putLong(values[from]);
    packed(steps, 0, steps.length, minStep, maxStep, out);
  }

  private static void packed(long[] values, int from, int count, ByteSink out) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = from; i < from + count; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    packed(values, from, count, min, max, out);
  }

  private static void packed(long[] values, int from, int count, long min, long max, ByteSink out) {
    long unit = max - min < 0 ? 1 : unit(values, from, count, min);
    long range = max - min < 0 ? -1L : (max - min) / unit;
    int width = range < 0 ? Long.SIZE : bits(range);
    if (width > WIDEST) {
      width = Long.SIZE;
      unit = 1;
    }
    out.putLong(min);
    out.putLong(unit);
    out.putByte(width);
    if (width == Long.SIZE) {
      for (int i = from; i < from + count; i++) {
        out.putLong(values[i] - min);
      }
      return;
    }
    if (width == 0) {
      return;
    }
    int bytes = packedBytes(count, width);
    int at = out.reserve(bytes);
    java.util.Arrays.fill(out.array(), at, at + bytes, (byte) 0);
    long bit = 0;
    for (int i = from; i < from + count; i++) {
      long number = values[i] - min;
      out.orLong(at + (int) (bit >>> 3), (unit == 1 ? number : number / unit) << (int) (bit & 7));
      bit += width;
    }
  }

  /** Eight bytes can be read at the place of every number. */
  private static int packedBytes(int count, int width) {
    return width == 0 ? 0 : Math.toIntExact(((long) count * width + 7) / 8 + Long.BYTES);
  }

  private static int bits(long range) {
    return Long.SIZE - Long.numberOfLeadingZeros(range);
  }

  /** The greatest number that divides all differences from the least. */
  static long unit(long[] values, int from, int count, long min) {
    long unit = 0;
    for (int i = from; i < from + count && unit != 1; i++) {
      long number = values[i] - min;
      if (unit == 0) {
        unit = number;
      } else if (number % unit != 0) {
        unit = greatestDivisor(unit, number);
      }
    }
    return unit == 0 ? 1 : unit;
  }

  private static long greatestDivisor(long one, long other) {
    long a = one;
    long b = other;
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }

  static void decode(ByteSource in, long[] target, int count) {
    int encoding = in.getByte();
    switch (encoding) {
      case CONSTANT -> java.util.Arrays.fill(target, 0, count, in.getLong());
      case PACKED -> unpack(in, target, 0, count);
      case DELTAS -> {
        target[0] = in.getLong();
        unpack(in, target, 1, count - 1);
        for (int i = 1; i < count; i++) {
          target[i] += target[i - 1];
        }
      }
      case RUNS -> unroll(in, target, count);
      default -> throw new IndexOutOfBoundsException("encoding " + encoding + " of numbers");
    }
  }

  private static void unroll(ByteSource in, long[] target, int count) {
    int runs = in.getInt();
    if (runs < 0 || runs > count) {
      throw new IndexOutOfBoundsException(runs + " runs of " + count);
    }
    long[] each = new long[runs];
    long[] lengths = new long[runs];
    unpack(in, each, 0, runs);
    unpack(in, lengths, 0, runs);
    int at = 0;
    for (int run = 0; run < runs; run++) {
      int end = Math.addExact(at, Math.toIntExact(lengths[run]));
      java.util.Arrays.fill(target, at, end, each[run]);
      at = end;
    }
  }

  private static void unpack(ByteSource in, long[] target, int from, int count) {
    long min = in.getLong();
    long unit = in.getLong();
    int width = in.getByte();
    if (width == Long.SIZE) {
      for (int i = from; i < from + count; i++) {
        target[i] = in.getLong() + min;
      }
      return;
    }
    byte[] bytes = in.array();
    int at = in.skip(packedBytes(count, width));
    if (width == 0) {
      java.util.Arrays.fill(target, from, from + count, min);
      return;
    }
    long mask = (1L << width) - 1;
    long bit = (long) at << 3;
    for (int i = from; i < from + count; i++) {
      long word = ByteSource.longAt(bytes, (int) (bit >>> 3)) >>> (int) (bit & 7);
      target[i] = (word & mask) * unit + min;
      bit += width;
    }
  }
}

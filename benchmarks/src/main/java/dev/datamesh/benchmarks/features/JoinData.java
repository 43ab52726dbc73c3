package dev.datamesh.benchmarks.features;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import java.util.SplittableRandom;

/** Feature rows as arrays: sparse keys, times by the hour so that ties occur. */
record JoinData(long[] keys, long[] events, long[] createds, double[][] values) {

  static final int ENTITIES = 100_000;
  static final long HOUR = 3_600_000_000L;
  static final long START = 1_704_067_200_000_000L;
  static final int HOURS = 8_760;
  static final long TTL = 30 * 24 * HOUR;
  static final String[] REFERENCES = {"v:a", "v:b", "v:c", "v:d"};

  static JoinData of(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] keys = new long[rows];
    long[] events = new long[rows];
    long[] createds = new long[rows];
    double[][] values = new double[4][rows];
    for (int i = 0; i < rows; i++) {
      keys[i] = key(random.nextInt(ENTITIES));
      events[i] = START + random.nextInt(HOURS) * HOUR;
      createds[i] = events[i] + random.nextInt(1000) * 1_000_000L;
      for (double[] column : values) {
        column[i] = random.nextInt(1_000_000) / 100.0;
      }
    }
    return new JoinData(keys, events, createds, values);
  }

  Frame frame(Column keyColumn) {
    return Frame.of(
        keyColumn,
        Column.ofMicros("t", events),
        Column.ofMicros("created", createds),
        Column.ofDoubles("a", values[0]),
        Column.ofDoubles("b", values[1]),
        Column.ofDoubles("c", values[2]),
        Column.ofDoubles("d", values[3]));
  }

  private static long key(int entity) {
    return entity * 0x9E3779B97F4A7C15L >>> 8;
  }

  static long[][] spine(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[][] spine = new long[2][rows];
    for (int i = 0; i < rows; i++) {
      spine[0][i] = key(random.nextInt(ENTITIES));
      spine[1][i] = START + random.nextLong(HOURS * HOUR);
    }
    return spine;
  }

  static Frame frame(long[][] spine) {
    return Frame.of(Column.ofLongs("k", spine[0]), Column.ofMicros("at", spine[1]));
  }

  static double sum(Frame frame) {
    double sum = 0;
    Column column = frame.column("a");
    for (long row = 0; row < frame.rows(); row++) {
      sum += column.isNull(row) ? 0 : column.getDouble(row);
    }
    return sum;
  }
}

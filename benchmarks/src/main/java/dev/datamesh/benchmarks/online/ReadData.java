package dev.datamesh.benchmarks.online;

import java.util.SplittableRandom;

/** What the figures of reads ask for: entities of ten doubles, six of them wanted. */
final class ReadData {

  static final int ENTITIES = OnlineRows.ENTITIES;
  static final int FEATURES = OnlineRows.FEATURES;
  static final int WANTED = 6;
  static final int BATCH = 100;

  /** How many different keys are asked for; few of them stay in the caches. */
  private static final int RING = Integer.getInteger("ring", 1 << 16);

  private static final long[] ASKED = new long[1 << 16];

  static {
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < ASKED.length; i++) {
      ASKED[i] = i < RING ? key(random.nextInt(ENTITIES)) : ASKED[i - RING];
    }
  }

  private ReadData() {}

  /** The key that a call asks for. */
  static long asked(int call) {
    return ASKED[call & 0xFFFF];
  }

  /** One of the keys that a call with many asks for. */
  static long asked(int call, int place) {
    return ASKED[(call * BATCH + place) & 0xFFFF];
  }

  /** How many places there are for {@link #asked}. */
  static int places() {
    return ASKED.length;
  }

  static long key(long number) {
    return OnlineRows.key(number);
  }

  static double value(long key, int feature) {
    return key % 1000 + feature;
  }

  static double[] row(long key) {
    double[] row = new double[FEATURES];
    for (int f = 0; f < FEATURES; f++) {
      row[f] = value(key, f);
    }
    return row;
  }
}

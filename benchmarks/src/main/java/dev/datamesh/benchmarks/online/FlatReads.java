package dev.datamesh.benchmarks.online;

/** Open addressing over keys, values in one array: not concurrent, no stamps, no checks. */
final class FlatReads implements Reads {

  private static final int SIZE = Integer.highestOneBit(ReadData.ENTITIES * 2 - 1) << 1;

  private final long[] keys = new long[SIZE];
  private final double[] values = new double[SIZE * ReadData.FEATURES];
  private final double[] one = new double[ReadData.WANTED];
  private final double[] many = new double[ReadData.BATCH * ReadData.WANTED];
  private final int[] places = new int[ReadData.BATCH];

  FlatReads() {
    for (int i = 0; i < ReadData.ENTITIES; i++) {
      long key = ReadData.key(i);
      int at = place(keys, key);
      keys[at] = key;
      for (int f = 0; f < ReadData.FEATURES; f++) {
        values[at * ReadData.FEATURES + f] = ReadData.value(key, f);
      }
    }
  }

  private static int place(long[] keys, long key) {
    int mask = keys.length - 1;
    long hash = key * 0x9E3779B97F4A7C15L;
    int at = (int) (hash >>> 40) & mask;
    while (keys[at] != 0 && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  @Override
  public double one(int call) {
    int at = place(keys, ReadData.asked(call));
    System.arraycopy(values, at * ReadData.FEATURES, one, 0, ReadData.WANTED);
    return one[0];
  }

  /** In stages: places of all, a touch of all, then copies. */
  @Override
  public double batch(int call) {
    for (int i = 0; i < ReadData.BATCH; i++) {
      places[i] = place(keys, ReadData.asked(call, i));
    }
    double touched = 0;
    for (int i = 0; i < ReadData.BATCH; i++) {
      touched += values[places[i] * ReadData.FEATURES];
    }
    for (int i = 0; i < ReadData.BATCH; i++) {
      int from = places[i] * ReadData.FEATURES;
      System.arraycopy(values, from, many, i * ReadData.WANTED, ReadData.WANTED);
    }
    return many[(ReadData.BATCH - 1) * ReadData.WANTED] + touched;
  }
}

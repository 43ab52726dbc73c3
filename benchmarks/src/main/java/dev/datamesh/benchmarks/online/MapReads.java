package dev.datamesh.benchmarks.online;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ConcurrentHashMap;

/** A map of arrays of values. */
final class MapReads implements Reads {

  private final ConcurrentHashMap<Long, double[]> map =
      new ConcurrentHashMap<>(ReadData.ENTITIES * 2);
  private final double[] one = new double[ReadData.WANTED];
  private final double[] many = new double[ReadData.BATCH * ReadData.WANTED];

  MapReads() {
    for (int i = 0; i < ReadData.ENTITIES; i++) {
      map.put(ReadData.key(i), ReadData.row(ReadData.key(i)));
    }
  }

  @Override
  public double one(int call) {
    System.arraycopy(map.get(ReadData.asked(call)), 0, one, 0, ReadData.WANTED);
    return one[0];
  }

  @Override
  public double batch(int call) {
    for (int i = 0; i < ReadData.BATCH; i++) {
      double[] row = map.get(ReadData.asked(call, i));
      System.arraycopy(row, 0, many, i * ReadData.WANTED, ReadData.WANTED);
    }
    return many[(ReadData.BATCH - 1) * ReadData.WANTED];
  }

  /** A map that keeps what a row of ours keeps, replaced whole: age judged, nulls looked at. */
  static final class OfFacts implements Reads {

    private record Facts(long event, long created, long sequence, long nulls, double[] values) {}

    private final ConcurrentHashMap<Long, Facts> map =
        new ConcurrentHashMap<>(ReadData.ENTITIES * 2);
    private final double[] one = new double[ReadData.WANTED];
    private final double[] many = new double[ReadData.BATCH * ReadData.WANTED];

    OfFacts() {
      for (int i = 0; i < ReadData.ENTITIES; i++) {
        long key = ReadData.key(i);
        map.put(key, new Facts(1000, 0, i, 0, ReadData.row(key)));
      }
    }

    @Override
    public double one(int call) {
      copy(map.get(ReadData.asked(call)), one, 0);
      return one[0];
    }

    @Override
    public double batch(int call) {
      for (int i = 0; i < ReadData.BATCH; i++) {
        copy(map.get(ReadData.asked(call, i)), many, i * ReadData.WANTED);
      }
      return many[(ReadData.BATCH - 1) * ReadData.WANTED];
    }

    private static void copy(Facts facts, double[] target, int at) {
      if (2000 - facts.event > 1L << 40) {
        return;
      }
      for (int f = 0; f < ReadData.WANTED; f++) {
        target[at + f] = (facts.nulls & 1L << f) == 0 ? facts.values[f] : Double.NaN;
      }
    }
  }

  /** A cache with room for all. */
  static final class Cached implements Reads {

    private final Cache<Long, double[]> cache =
        Caffeine.newBuilder().maximumSize(ReadData.ENTITIES * 2L).build();
    private final double[] one = new double[ReadData.WANTED];
    private final double[] many = new double[ReadData.BATCH * ReadData.WANTED];

    Cached() {
      for (int i = 0; i < ReadData.ENTITIES; i++) {
        cache.put(ReadData.key(i), ReadData.row(ReadData.key(i)));
      }
    }

    @Override
    public double one(int call) {
      System.arraycopy(cache.getIfPresent(ReadData.asked(call)), 0, one, 0, ReadData.WANTED);
      return one[0];
    }

    @Override
    public double batch(int call) {
      for (int i = 0; i < ReadData.BATCH; i++) {
        double[] row = cache.getIfPresent(ReadData.asked(call, i));
        System.arraycopy(row, 0, many, i * ReadData.WANTED, ReadData.WANTED);
      }
      return many[(ReadData.BATCH - 1) * ReadData.WANTED];
    }
  }
}

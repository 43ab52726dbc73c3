package dev.datamesh.benchmarks.lineage;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Contenders taking turns. */
final class Rounds {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int WARM = Integer.getInteger("warm", 4);
  private static final int ROUNDS = Integer.getInteger("rounds", 0);

  private Rounds() {}

  /** Runs all by turns; prints median milliseconds, and the median ratio to the first. */
  static long compare(List<String> names, List<LongSupplier> runs, int wanted) {
    long sink = 0;
    int rounds = ROUNDS > 0 ? ROUNDS : wanted;
    double[][] millis = new double[runs.size()][rounds];
    double[][] ratios = new double[runs.size()][rounds];
    long[] results = new long[runs.size()];
    for (int round = -WARM; round < rounds; round++) {
      for (int i = 0; i < runs.size(); i++) {
        long start = cpu();
        results[i] = runs.get(i).getAsLong();
        if (round >= 0) {
          millis[i][round] = (cpu() - start) / 1e6;
          ratios[i][round] = millis[i][round] / millis[0][round];
        }
        sink += results[i];
      }
    }
    for (int i = 0; i < runs.size(); i++) {
      Arrays.sort(millis[i]);
      Arrays.sort(ratios[i]);
      System.out.printf(
          Locale.ROOT,
          "%-48s %10.3f ms   x %.2f   (%d)%n",
          names.get(i),
          millis[i][rounds / 2],
          ratios[i][rounds / 2],
          results[i]);
    }
    return sink;
  }

  static long cpu() {
    return THREADS.getCurrentThreadCpuTime();
  }

  static long count(Iterator<?> iterator) {
    long count = 0;
    while (iterator.hasNext()) {
      iterator.next();
      count++;
    }
    return count;
  }
}

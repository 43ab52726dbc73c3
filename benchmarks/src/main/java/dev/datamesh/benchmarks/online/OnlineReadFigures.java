package dev.datamesh.benchmarks.online;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads of one million entities beside peers in alternating rounds of one process, so that all have
 * the machine as it is at that minute: CPU time of the thread (wall time where a server does the
 * work), medians of ratios. {@link OnlineReadBenchmark} takes the same reads in processes of their
 * own.
 */
public final class OnlineReadFigures {

  private static final int ROUNDS = Integer.getInteger("rounds", 9);
  private static final int WARMING = 3;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Map<ReadPeer, Reads> peers = new EnumMap<>(ReadPeer.class);
  private double sink;

  private OnlineReadFigures() {}

  public static void main(String[] args) {
    OnlineReadFigures figures = new OnlineReadFigures();
    for (ReadPeer peer : chosen()) {
      figures.peers.put(peer, peer.open());
    }
    figures.print("one entity, 6 features", 1);
    figures.print("batch of 100", ReadData.BATCH);
    figures.peers.values().forEach(Reads::close);
    System.out.println(figures.sink == 0.5 ? "" : "done");
  }

  private static Set<ReadPeer> chosen() {
    Set<ReadPeer> chosen = EnumSet.allOf(ReadPeer.class);
    if (Boolean.getBoolean("quick")) {
      chosen.removeAll(EnumSet.of(ReadPeer.CAFFEINE, ReadPeer.ROCKS_DB, ReadPeer.REDIS));
    }
    // Alone, the code of slots is compiled for one kind of page and key, as in most hosts.
    if (Boolean.getBoolean("alone")) {
      chosen.removeAll(EnumSet.of(ReadPeer.SLOTS_OFF_HEAP, ReadPeer.SLOTS_BY_TEXT));
    }
    return chosen;
  }

  private void print(String title, int size) {
    Map<ReadPeer, double[]> nanos = new EnumMap<>(ReadPeer.class);
    Map<ReadPeer, Double> bytes = new EnumMap<>(ReadPeer.class);
    peers.keySet().forEach(peer -> nanos.put(peer, new double[ROUNDS]));
    for (int round = -WARMING; round < ROUNDS; round++) {
      for (Map.Entry<ReadPeer, Reads> each : peers.entrySet()) {
        ReadPeer peer = each.getKey();
        int calls = (peer.isSlow() ? 20_000 : 1_000_000) / size;
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = now(peer);
        sink += calls(each.getValue(), size, calls, round * 7919);
        long end = now(peer);
        if (round >= 0) {
          nanos.get(peer)[round] = (double) (end - start) / calls;
          bytes.put(peer, (double) (THREADS.getCurrentThreadAllocatedBytes() - allocated) / calls);
        }
      }
    }
    System.out.printf("%n%s (median of %d rounds)%n", title, ROUNDS);
    double[] ours = nanos.get(ReadPeer.SLOTS);
    nanos.forEach(
        (peer, each) -> {
          double[] ratios = new double[ROUNDS];
          for (int i = 0; i < ROUNDS; i++) {
            ratios[i] = each[i] / ours[i];
          }
          System.out.printf(
              "%-28s %10.0f ns %8.2f times slots %8.1f bytes allocated%n",
              peer, median(each), median(ratios), bytes.get(peer));
        });
  }

  private static long now(ReadPeer peer) {
    return peer.isServer() ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
  }

  private static double calls(Reads reads, int size, int calls, int from) {
    double sum = 0;
    for (int i = 0; i < calls; i++) {
      sum += size == 1 ? reads.one(i + from) : reads.batch(i + from);
    }
    return sum;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}

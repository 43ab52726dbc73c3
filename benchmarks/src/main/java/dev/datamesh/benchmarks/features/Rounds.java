package dev.datamesh.benchmarks.features;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs contestants in alternating rounds and keeps their CPU and wall times. */
final class Rounds {

  /** One contestant's run. */
  interface Run {
    void run() throws Exception;
  }

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final Map<String, List<Double>> cpu = new LinkedHashMap<>();
  private final Map<String, List<Double>> wall = new LinkedHashMap<>();

  Rounds with(String name, Run run) {
    runs.put(name, run);
    return this;
  }

  /** Runs all, some rounds unmeasured. */
  Rounds run(int warmups, int rounds) throws Exception {
    for (int round = 0; round < warmups + rounds; round++) {
      for (Map.Entry<String, Run> each : runs.entrySet()) {
        long wallStart = System.nanoTime();
        long cpuStart = THREADS.getCurrentThreadCpuTime();
        each.getValue().run();
        double cpuMs = (THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e6;
        double wallMs = (System.nanoTime() - wallStart) / 1e6;
        if (round >= warmups) {
          cpu.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(cpuMs);
          wall.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(wallMs);
        }
      }
    }
    return this;
  }

  double cpu(String name) {
    return median(cpu.get(name));
  }

  double wall(String name) {
    return median(wall.get(name));
  }

  /** The median over rounds of one's CPU time by another's. */
  double ratio(String of, String by) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < cpu.get(of).size(); i++) {
      ratios.add(cpu.get(of).get(i) / cpu.get(by).get(i));
    }
    return median(ratios);
  }

  void print(String title) {
    System.out.printf("%n%s%n", title);
    for (String name : runs.keySet()) {
      System.out.printf(
          "  %-40s cpu %8.0f ms   wall %8.0f ms   of %d rounds%n",
          name, cpu(name), wall(name), cpu.get(name).size());
    }
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}

package dev.datamesh.benchmarks.contracts;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints the figures of docs/benchmarks/contracts.md: CPU time of this thread, medians over
 * alternating rounds. Arguments: pair, small, large, or the file of the containment corpus. {@code
 * -Dopenapi-diff=CLASSPATH} puts openapi-diff beside it, in a class loader of its own.
 */
public final class ContractFigures {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 25;
  private static final int PEER_ROUNDS = 3;

  /** A thousand comparisons each: the compiler is done with them by then. */
  private static final int WARM_ROUNDS = 100;

  private long sink;

  private interface Work {
    long run();
  }

  private ContractFigures() {}

  public static void main(String[] args) throws IOException {
    ContractFigures figures = new ContractFigures();
    for (String row : args.length > 0 ? args : new String[] {"pair", "small", "large"}) {
      switch (row) {
        case "pair" -> figures.pair();
        case "small" -> figures.apis(250, 100);
        case "large" -> figures.apis(1_000, 400);
        default -> figures.corpus(Path.of(row));
      }
    }
    System.out.println("(" + figures.sink % 10 + ")");
  }

  private void apis(int schemas, int endpoints) {
    String oldJson = GeneratedApi.json(schemas, endpoints, false);
    String newJson = GeneratedApi.json(schemas, endpoints, true);
    compare(schemas + "/" + endpoints + " JSON", oldJson, newJson);
    compare(
        schemas + "/" + endpoints + " YAML",
        GeneratedApi.yaml(oldJson),
        GeneratedApi.yaml(newJson));
  }

  private void compare(String name, String older, String newer) {
    double ratio = measured(name, older, newer);
    String peer = System.getProperty("openapi-diff", "");
    if (!peer.isEmpty() && ratio > 0) {
      OpenApiDiffPeer other = OpenApiDiffPeer.on(peer);
      Work work = () -> other.diff(older, newer) ? 1 : 0;
      long[] times = new long[PEER_ROUNDS];
      for (int round = -2; round < PEER_ROUNDS; round++) {
        long time = time(work);
        times[Math.max(0, round)] = time;
      }
      System.out.printf(
          Locale.ROOT, "  openapi-diff, %-15s %10.1f ms%n", name, median(times) / 1e6);
    }
  }

  private double measured(String name, String older, String newer) {
    DocumentReader reader = DocumentReader.standard();
    Work parse =
        () -> reader.read(older, "old").kind().length() + reader.read(newer, "new").kind().length();
    Work diff =
        () ->
            Contract.readWhole(older, "old", "")
                .diffTo(Contract.readWhole(newer, "new", ""))
                .findings()
                .size();
    long[][] times = alternate(parse, diff);
    double[] ratios = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      ratios[i] = times[1][i] / (double) times[0][i];
    }
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "API diff %-15s %6d KB  parse of both %7.1f ms  read and diff %7.1f ms  ratio %.2f%n",
        name,
        (older.length() + newer.length()) >> 10,
        median(times[0]) / 1e6,
        median(times[1]) / 1e6,
        ratios[ROUNDS / 2]);
    return ratios[ROUNDS / 2];
  }

  private long[][] alternate(Work first, Work second) {
    long[][] times = new long[2][ROUNDS];
    for (int round = -25; round < ROUNDS; round++) {
      long[] pair = {time(first), time(second)};
      if (round >= 0) {
        times[0][round] = pair[0];
        times[1][round] = pair[1];
      }
    }
    return times;
  }

  private long time(Work work) {
    long start = THREADS.getCurrentThreadCpuTime();
    sink += work.run();
    return THREADS.getCurrentThreadCpuTime() - start;
  }

  private static long median(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void pair() {
    pair(false, true, "2 findings, compatible");
    pair(true, false, "2 findings, breaking, with a witness");
  }

  private void pair(boolean before, boolean after, String what) {
    Contract older = Contract.read(GeneratedApi.schema(0, 1, before), "old", "json-schema");
    Contract newer = Contract.read(GeneratedApi.schema(0, 1, after), "new", "json-schema");
    Work thousand =
        () -> {
          long findings = 0;
          for (int i = 0; i < 1_000; i++) {
            findings += older.diffTo(newer).findings().size();
          }
          return findings;
        };
    for (int round = 0; round < WARM_ROUNDS; round++) {
      sink += thousand.run();
    }
    long[][] times = alternate(thousand, thousand);
    System.out.printf(
        Locale.ROOT,
        "pair of 12 fields, parsed already, with findings: %.1f us (%s)%n",
        median(times[1]) / 1e6,
        what);
  }

  private void corpus(Path file) throws IOException {
    List<Node> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      cases.add(DocumentReader.standard().read(line, "line"));
    }
    for (int round = 0; round < 3; round++) {
      int undecided = 0;
      int witnesses = 0;
      long start = THREADS.getCurrentThreadCpuTime();
      for (Node pair : cases) {
        ContractDiff diff = read(pair, "schema1").diffTo(read(pair, "schema2"));
        undecided += diff.reason().isEmpty() ? 0 : 1;
        witnesses += diff.witness().isPresent() ? 1 : 0;
      }
      System.out.printf(
          Locale.ROOT,
          "corpus of %d pairs, round %d: %.2f s, %d undecided, %d witnesses%n",
          cases.size(),
          round + 1,
          (THREADS.getCurrentThreadCpuTime() - start) / 1e9,
          undecided,
          witnesses);
    }
  }

  private static Contract read(Node pair, String key) {
    return Contract.read(
        dev.datamesh.contracts.JsonText.of(pair.find(key).orElseThrow()), key, "json-schema");
  }
}

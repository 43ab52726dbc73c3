package dev.datamesh.benchmarks.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints every figure of the catalog. Arguments: the names of the rows to measure, all unless told:
 * cold, write, open, get, search, page, readers.
 */
public final class CatalogFigures {

  private CatalogFigures() {}

  public static void main(String[] args) throws Exception {
    List<String> rows =
        args.length > 0
            ? List.of(args)
            : List.of("cold", "write", "open", "get", "search", "page", "readers");
    for (String row : rows) {
      switch (row) {
        case "cold" -> ColdStart.main(new String[0]);
        case "write" -> DurableWrites.run();
        case "open" -> Opening.run();
        case "get" -> Reads.get();
        case "search" -> Searches.run();
        case "page" -> Reads.page();
        case "readers" -> Reads.readersBesideAWriter();
        default -> throw new IllegalArgumentException("no row \"" + row + "\"");
      }
    }
  }

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();

  /** CPU time of this thread: other programs of a shared machine do not count. */
  static long cpu() {
    return THREADS.getCurrentThreadCpuTime();
  }

  static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  static Path folder() throws IOException {
    return Files.createTempDirectory(
        Path.of(System.getProperty("mesh.bench", ".")), "catalog-figures");
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

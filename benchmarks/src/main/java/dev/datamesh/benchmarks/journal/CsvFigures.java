package dev.datamesh.benchmarks.journal;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.datamesh.core.frame.FrameReader;
import dev.datamesh.core.schema.Schema;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A CSV file of numbers and strings into a frame, beside FastCSV's bare scan of the same file that
 * makes each cell a String: thread CPU time, in turns. Arguments: a folder, rows, rounds.
 */
public final class CsvFigures {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Schema SCHEMA =
      Schema.of(
          "order_id: int64!, customer: string, quantity: int32, amount: decimal(12,2), weight:"
              + " float64, city: string, day: date, note: string");

  private CsvFigures() {}

  /** Something that is timed; answers how many rows it read. */
  private interface Body {

    long run() throws IOException;
  }

  public static void main(String[] args) throws Exception {
    Path file = Files.createTempFile(Path.of(args[0]), "figures", ".csv");
    int rows = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    try {
      write(file, rows);
      compare(System.out, file, rows, rounds);
    } finally {
      Files.delete(file);
    }
  }

  private static void compare(PrintStream out, Path file, int rows, int rounds) throws IOException {
    List<Double> mine = new ArrayList<>();
    List<Double> peers = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = -rounds; round < rounds; round++) {
      double frame = cpu(rows, () -> FrameReader.csv(file).schema(SCHEMA).read().rows());
      double scan = cpu(rows, () -> scan(file));
      if (round >= 0) {
        mine.add(frame);
        peers.add(scan);
        ratios.add(scan / frame);
      }
    }
    out.printf(
        "CSV of %,d rows and %,d bytes: frame %.0f ms, FastCSV's strings %.0f ms, speed of the scan"
            + " reached %.2f%n",
        rows, Files.size(file), median(mine), median(peers), median(ratios));
  }

  private static long scan(Path file) throws IOException {
    long rows = -1;
    long characters = 0;
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
      for (CsvRecord row : reader) {
        for (int i = 0; i < row.getFieldCount(); i++) {
          characters += row.getField(i).length();
        }
        rows++;
      }
    }
    return characters > 0 ? rows : -1;
  }

  private static void write(Path file, int rows) throws IOException {
    Random random = new Random(1);
    String[] cities = {"Madrid", "Barcelona", "Valencia", "Sevilla", "Zaragoza", "Málaga"};
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("order_id,customer,quantity,amount,weight,city,day,note\n");
      for (int row = 0; row < rows; row++) {
        out.write(
            "%d,customer_%d,%d,%d.%02d,%s,%s,2024-%02d-%02d,%s%n"
                .formatted(
                    row,
                    random.nextInt(100_000),
                    random.nextInt(100),
                    random.nextInt(10_000),
                    random.nextInt(100),
                    random.nextDouble() * 100,
                    cities[random.nextInt(cities.length)],
                    1 + random.nextInt(12),
                    1 + random.nextInt(28),
                    random.nextInt(10) == 0 ? "\"left, at the \"\"door\"\"\"" : "as ordered"));
      }
    }
  }

  private static double cpu(int rows, Body body) throws IOException {
    long begin = THREADS.getCurrentThreadCpuTime();
    if (body.run() != rows) {
      throw new IllegalStateException("rows are missing");
    }
    return (THREADS.getCurrentThreadCpuTime() - begin) / 1e6;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}

package dev.datamesh.benchmarks.journal;

import dev.datamesh.core.journal.Durability;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/**
 * Durable puts of 1 KB by one and by eight writers, and reopening with a scan: the journal, its
 * peers and the bare file take turns in one process. Arguments: a folder on the disk to measure,
 * rounds, milliseconds a turn (0: the scan alone).
 */
public final class JournalFigures {

  private static final List<String> STORES = List.of("journal", "rocksdb", "sqlite", "bare");
  private static final int RECORD = 1024;
  private static final int SCANNED = 100_000;

  private final PrintStream out;
  private final Path folder;
  private final int rounds;
  private final long turnNanos;

  private JournalFigures(PrintStream out, Path folder, int rounds, long turnNanos) {
    this.out = out;
    this.folder = folder;
    this.rounds = rounds;
    this.turnNanos = turnNanos;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(args[0]), "journal-figures");
    int rounds = Integer.parseInt(args[1]);
    long turn = Long.parseLong(args[2]) * 1_000_000;
    JournalFigures figures = new JournalFigures(System.out, folder, rounds, turn);
    if (turn > 0) {
      figures.puts(8);
      figures.puts(1);
    }
    figures.scan();
  }

  private void puts(int writers) throws Exception {
    Map<String, DurableLog> logs = new LinkedHashMap<>();
    for (String store : STORES) {
      Path own = Files.createDirectory(folder.resolve(store + writers));
      logs.put(store, Peers.open(store, own));
    }
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    Map<String, List<Double>> tails = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) {
      for (String store : STORES) {
        List<long[]> latencies = turn(logs.get(store), writers);
        long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        if (round >= 0) {
          rates.computeIfAbsent(store, s -> new ArrayList<>()).add(all.length * 1e9 / turnNanos);
          tails
              .computeIfAbsent(store, s -> new ArrayList<>())
              .add(all[(int) (all.length * 0.99)] / 1e3);
        }
      }
    }
    for (DurableLog log : logs.values()) {
      log.close();
    }
    for (String store : STORES) {
      out.printf(
          "%d writers %-8s %,9.0f puts/s   p99 %,8.0f us   journal/this %.2f   p99 journal/this"
              + " %.2f%n",
          writers,
          store,
          median(rates.get(store)),
          median(tails.get(store)),
          ratio(rates.get("journal"), rates.get(store)),
          ratio(tails.get("journal"), tails.get(store)));
    }
  }

  private List<long[]> turn(DurableLog log, int writers) throws Exception {
    List<long[]> latencies = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    long end = System.nanoTime() + turnNanos;
    for (int w = 0; w < writers; w++) {
      byte[] record = new byte[RECORD];
      new Random(w).nextBytes(record);
      Thread thread =
          new Thread(
              () -> {
                long[] mine = work(log, record, end);
                synchronized (latencies) {
                  latencies.add(mine);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return latencies;
  }

  private static long[] work(DurableLog log, byte[] record, long end) {
    long[] latencies = new long[1 << 16];
    int count = 0;
    try {
      for (long now = System.nanoTime(); now < end; ) {
        log.put(record);
        long then = System.nanoTime();
        latencies[count++] = then - now;
        now = then;
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return Arrays.copyOf(latencies, count);
  }

  private void scan() throws Exception {
    Path path = folder.resolve("scanned");
    JournalOptions fast = JournalOptions.standard().withDurability(Durability.OS_BUFFER);
    byte[] record = new byte[RECORD];
    new Random(1).nextBytes(record);
    try (Journal journal = Journal.at(path, fast)) {
      for (int i = 0; i < SCANNED; i++) {
        journal.append(List.of(record));
      }
    }
    Path bare = folder.resolve("bare-scanned");
    writeBare(bare, record);
    compareScans("wall", path, bare, System::nanoTime);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    compareScans("cpu", path, bare, threads::getCurrentThreadCpuTime);
  }

  private void compareScans(String clockName, Path path, Path bare, LongSupplier clock)
      throws IOException {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int round = -5; round < rounds * 2; round++) {
      double mine = time(clock, () -> reopen(path));
      double floor = time(clock, () -> scanBare(bare));
      if (round >= 0) {
        ours.add(mine);
        theirs.add(floor);
      }
    }
    out.printf(
        "reopen and scan %,d records, %s time: journal %.1f ms, bare scan with CRC %.1f ms, ratio"
            + " %.2f%n",
        SCANNED, clockName, median(ours), median(theirs), ratio(ours, theirs));
  }

  /** Something that is timed. */
  private interface Body {

    long run() throws IOException;
  }

  private static double time(LongSupplier clock, Body body) throws IOException {
    long begin = clock.getAsLong();
    if (body.run() != SCANNED) {
      throw new IllegalStateException("records are missing");
    }
    return (clock.getAsLong() - begin) / 1e6;
  }

  private static long reopen(Path path) {
    long[] count = {0};
    try (Journal journal = Journal.at(path)) {
      journal.replay(1, commit -> count[0]++);
    }
    return count[0];
  }

  private static void writeBare(Path path, byte[] record) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(record, 0, record.length);
    byte[] framed = new byte[8 + RECORD];
    java.nio.ByteBuffer.wrap(framed).putInt(RECORD).putInt((int) crc.getValue()).put(record);
    try (var out = new java.io.BufferedOutputStream(Files.newOutputStream(path), 1 << 20)) {
      for (int i = 0; i < SCANNED; i++) {
        out.write(framed);
      }
    }
  }

  /** Reads chunks, compares each record's checksum and hands out a copy of the record. */
  private static long scanBare(Path path) throws IOException {
    byte[] chunk = new byte[(RECORD + 8) * 4096];
    long count = 0;
    byte[] last = new byte[0];
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      for (int read = file.read(chunk); read > 0; read = file.read(chunk)) {
        for (int at = 0; at < read; at += RECORD + 8) {
          CRC32C crc = new CRC32C();
          crc.update(chunk, at + 8, RECORD);
          int expected = java.nio.ByteBuffer.wrap(chunk, at + 4, 4).getInt();
          if (expected != (int) crc.getValue()) {
            throw new IllegalStateException("bad record");
          }
          last = Arrays.copyOfRange(chunk, at + 8, at + 8 + RECORD);
          count++;
        }
      }
    }
    return last.length == RECORD ? count : 0;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double ratio(List<Double> ours, List<Double> theirs) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / theirs.get(i));
    }
    return median(ratios);
  }
}

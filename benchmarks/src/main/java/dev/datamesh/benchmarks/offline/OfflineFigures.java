package dev.datamesh.benchmarks.offline;

import com.sun.management.OperatingSystemMXBean;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.HistoricalRequest;
import dev.datamesh.featurestore.PushTarget;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.parquet.ParquetFiles;
import dev.datamesh.testkit.Folders;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Figures of the offline store. Times are CPU time of the process, so that other work on the
 * machine counts little; wall times beside them. The folder is kept, so that a run need not make
 * its rows again.
 *
 * <pre>
 * ingest FOLDER ROWS FEATURES             rows a second, durable
 * join   FOLDER ROWS FEATURES SPINE       first and later joins beside DuckDB on its own table
 * views  FOLDER VIEWS ROWS FEATURES SPINE a join larger than the heap, streamed
 * size   FOLDER ROWS                      bytes beside Parquet with Zstandard
 * push   FOLDER PUSHES ROWS               small durable pushes
 * reopen FOLDER PUSHES                    opening with pushes of one row that are in no segment yet
 * </pre>
 */
public final class OfflineFigures {

  private static final int ROUNDS = 5;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Path folder;
  private double lastCpu;

  private OfflineFigures(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    OfflineFigures figures = new OfflineFigures(Files.createDirectories(Path.of(args[1])));
    switch (args[0]) {
      case "ingest" -> figures.ingest(number(args, 2), new OfflineData(number(args, 3), false));
      case "join" ->
          figures.join(number(args, 2), new OfflineData(number(args, 3), false), number(args, 4));
      case "views" ->
          figures.views(
              number(args, 2),
              number(args, 3),
              new OfflineData(number(args, 4), false),
              number(args, 5));
      case "size" -> figures.size(number(args, 2));
      case "push" -> figures.push(number(args, 2), number(args, 3));
      case "reopen" -> figures.reopen(number(args, 2));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static int number(String[] args, int place) {
    return Integer.parseInt(args[place]);
  }

  private interface Step {
    void run() throws Exception;
  }

  private double measure(String what, Step step) throws Exception {
    long cpu = SYSTEM.getProcessCpuTime();
    long wall = System.nanoTime();
    step.run();
    lastCpu = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
    System.out.printf(
        "%-48s %8.3f s CPU %8.3f s wall%n", what, lastCpu, (System.nanoTime() - wall) / 1e9);
    return lastCpu;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void ingest(int rows, OfflineData data) throws Exception {
    List<Double> rates = new ArrayList<>();
    Path at = Files.createTempDirectory(folder, "ingest");
    try (FeatureStore store = FeatureStore.at(at)) {
      store.apply(Definitions.of(data.view("v")));
      for (int done = 0; done < rows; done += OfflineData.BATCH) {
        Frame batch = data.batch(done, OfflineData.BATCH);
        measure("ingest %,d rows, durable".formatted(batch.rows()), () -> store.ingest("v", batch));
        rates.add(batch.rows() / lastCpu);
      }
    }
    System.out.printf("median %,.0f rows/s a core%n", median(rates));
  }

  /** A store with a compacted view of so many rows, made once. */
  private void fill(FeatureStore store, FeatureView view, OfflineData data, int rows)
      throws Exception {
    store.apply(Definitions.of(view));
    if (store.stats(view.name()).rows() == rows) {
      return;
    }
    for (int done = 0; done < rows; done += OfflineData.BATCH) {
      store.ingest(view.name(), data.batch(done, Math.min(OfflineData.BATCH, rows - done)));
    }
    if (Boolean.parseBoolean(System.getProperty("compact", "true"))) {
      measure("compact " + view.name(), store::compact);
    }
  }

  private void join(int rows, OfflineData data, int spineRows) throws Exception {
    FeatureView view = data.view("v");
    Frame spine = OfflineData.spine(spineRows);
    HistoricalRequest request = request(List.of(view));
    Path at = folder.resolve("store");
    try (FeatureStore store = FeatureStore.at(at)) {
      fill(store, view, data, rows);
      System.out.println(store.stats("v"));
    }
    DuckTable.make(folder, data, rows, spine);
    List<Double> first = new ArrayList<>();
    List<Double> later = new ArrayList<>();
    List<Double> duck = new ArrayList<>();
    List<Double> duckFirst = new ArrayList<>();
    for (int round = 0; round < ROUNDS + 1; round++) {
      System.out.printf("round %d%s%n", round, round == 0 ? ", not counted" : "");
      List<Double> all = new ArrayList<>();
      try (FeatureStore store = FeatureStore.at(at)) {
        all.add(measure("first join after opening", () -> join(store, spine, request)));
        all.add(measure("second join", () -> join(store, spine, request)));
      }
      System.gc();
      try (DuckTable table = DuckTable.open(folder)) {
        all.add(measure("DuckDB, first join of its file", table::join));
        all.add(measure("DuckDB, second join of its file", table::join));
      }
      if (round > 0) {
        first.add(all.get(0));
        later.add(all.get(1));
        duckFirst.add(all.get(2));
        duck.add(all.get(3));
      }
    }
    System.out.printf(
        "medians: first %.3f, second %.3f, DuckDB first %.3f, second %.3f%n",
        median(first), median(later), median(duckFirst), median(duck));
    System.out.printf(
        "DuckDB's second join is %.1f times our first and %.1f times our second%n",
        median(duck) / median(first), median(duck) / median(later));
  }

  private static HistoricalRequest request(List<FeatureView> views) {
    List<String> names = new ArrayList<>();
    for (FeatureView view : views) {
      view.featureNames().forEach(feature -> names.add(view.name() + ":" + feature));
    }
    HistoricalRequest request = HistoricalRequest.of(names.toArray(new String[0]));
    return views.size() == 1 ? request : request.fullNames();
  }

  private static void join(FeatureStore store, Frame spine, HistoricalRequest request) {
    Frame joined = store.historicalFeatures(spine, request);
    if (joined.rows() != spine.rows()) {
      throw new IllegalStateException("rows were lost");
    }
  }

  private void views(int count, int rows, OfflineData data, int spineRows) throws Exception {
    List<FeatureView> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      views.add(data.view("v" + i));
    }
    try (FeatureStore store = FeatureStore.at(folder.resolve("views"))) {
      for (FeatureView view : views) {
        fill(store, view, data, rows);
      }
      Frame spine = OfflineData.spine(spineRows);
      HistoricalRequest request = request(views);
      try {
        join(store, spine, request);
        System.out.println("the Frame form was not refused");
      } catch (LimitExceededException e) {
        System.out.println("the Frame form: " + e.getMessage());
      }
      for (int round = 0; round < 2; round++) {
        measure(
            "%d views of %,d rows, streamed".formatted(count, rows),
            () -> stream(store, spine, request, count * data.features()));
      }
    }
  }

  private static void stream(
      FeatureStore store, Frame spine, HistoricalRequest request, int features) {
    long rows = 0;
    double sum = 0;
    try (FrameBlocks blocks = store.historicalFeatures(spine.blocks(65_536), request)) {
      while (blocks.hasNext()) {
        Frame block = blocks.next();
        rows += block.rows();
        for (int i = 0; i < features; i++) {
          var column = block.columns().get(2 + i);
          for (long row = 0; row < block.rows(); row += 64) {
            sum += column.isNull(row) ? 0 : column.getDouble(row);
          }
        }
      }
    }
    System.out.printf("%,d rows, sum of a part %.3f%n", rows, sum);
    if (rows != spine.rows()) {
      throw new IllegalStateException("rows were lost");
    }
  }

  private void size(int rows) throws Exception {
    for (OfflineData data : List.of(new OfflineData(10, false), new OfflineData(10, true))) {
      Path at = Files.createTempDirectory(folder, "size");
      Path file = at.resolve("rows.parquet");
      try (FeatureStore store = FeatureStore.at(at.resolve("store"))) {
        fill(store, data.view("v"), data, rows);
        store.compact();
        ParquetFiles.at(file).write(store.rows("v"));
        long bytes = store.stats("v").bytes();
        System.out.printf(
            "%s: segments %,d bytes, Parquet with Zstandard %,d, %.2f times%n",
            data.everyday() ? "everyday features" : "random doubles",
            bytes,
            Files.size(file),
            (double) bytes / Files.size(file));
      }
    }
  }

  private void push(int pushes, int rows) throws IOException {
    OfflineData data = new OfflineData(10, true);
    try (FeatureStore store = FeatureStore.at(Files.createTempDirectory(folder, "push"))) {
      store.apply(Definitions.of(data.view("v")));
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < pushes; i++) {
        frames.add(data.batch(i, rows));
      }
      long start = System.nanoTime();
      frames.forEach(frame -> store.push("v", frame, PushTarget.OFFLINE));
      System.out.printf(
          "%,d pushes of %d rows: %,.0f a second%n",
          pushes, rows, pushes * 1e9 / (System.nanoTime() - start));
    }
  }

  /** A folder as a crash would leave it, its pushes in the tail. */
  private void reopen(int pushes) throws Exception {
    OfflineData data = new OfflineData(10, true);
    Path live = Files.createTempDirectory(folder, "live");
    try (FeatureStore store = FeatureStore.at(live)) {
      store.apply(Definitions.of(data.view("v")));
      Thread[] threads = new Thread[16];
      for (int t = 0; t < threads.length; t++) {
        int first = t;
        threads[t] =
            new Thread(
                () -> {
                  for (int i = first; i < pushes; i += threads.length) {
                    store.push("v", data.batch(i, 1), PushTarget.OFFLINE);
                  }
                });
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      for (int round = 0; round < ROUNDS; round++) {
        Path copy = folder.resolve("copy-" + round);
        Folders.copy(live, copy);
        FeatureStore[] opened = new FeatureStore[1];
        measure("open with " + pushes + " pushes", () -> opened[0] = FeatureStore.at(copy));
        System.out.println(opened[0].stats("v"));
        opened[0].close();
      }
      measure("flush of " + pushes + " pushes", () -> store.stats("v"));
    }
  }
}

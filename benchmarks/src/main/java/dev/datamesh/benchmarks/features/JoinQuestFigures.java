package dev.datamesh.benchmarks.features;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.HistoricalRequest;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.cairo.TableWriter;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.cairo.sql.Record;
import io.questdb.cairo.sql.RecordCursor;
import io.questdb.cairo.sql.RecordCursorFactory;
import io.questdb.griffin.SqlExecutionContext;
import io.questdb.griffin.SqlExecutionContextImpl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The join with its index there beside QuestDB, embedded, one thread each. QuestDB has both tables
 * stored in time order and joins with each of its hints; its result is read into arrays, which
 * costs it less than a table. Arguments: {@code rows=N}, {@code rounds=N}, {@code spine=N}.
 */
public final class JoinQuestFigures {

  private static final String[] HINTS = {"asof_linear", "asof_dense"};

  private JoinQuestFigures() {}

  public static void main(String[] args) throws Exception {
    int rows = argument(args, "rows=", 10_000_000);
    int rounds = argument(args, "rounds=", 5);
    int only = argument(args, "spine=", 0);
    Path folder = Files.createTempDirectory("join-questdb");
    try (CairoEngine engine = new CairoEngine(new DefaultCairoConfiguration(folder.toString()));
        SqlExecutionContextImpl context = new SqlExecutionContextImpl(engine, 1)) {
      context.with(AllowAllSecurityContext.INSTANCE, null);
      JoinData data = JoinData.of(rows, 1);
      load(engine, context, data);
      Frame features = data.frame(Column.ofLongs("k", data.keys()));
      FeatureStore warm = JoinFigures.store(features, "int64");
      warm.index("v");
      for (int size : only > 0 ? new int[] {only} : new int[] {100_000, 1_000_000}) {
        compare(engine, context, warm, size, rounds);
      }
    } finally {
      delete(folder);
    }
  }

  private static int argument(String[] args, String name, int standard) {
    return Arrays.stream(args)
        .filter(arg -> arg.startsWith(name))
        .mapToInt(arg -> Integer.parseInt(arg.substring(name.length())))
        .findFirst()
        .orElse(standard);
  }

  private static void compare(
      CairoEngine engine, SqlExecutionContext context, FeatureStore warm, int size, int rounds)
      throws Exception {
    long[][] spine = JoinData.spine(size, 2);
    engine.execute("DROP TABLE IF EXISTS spine", context);
    engine.execute(
        "CREATE TABLE spine (k LONG, ts TIMESTAMP) TIMESTAMP(ts) PARTITION BY NONE BYPASS WAL",
        context);
    try (TableWriter writer = engine.getWriter(engine.verifyTableName("spine"), "figures")) {
      for (int row : byTime(spine[1])) {
        TableWriter.Row out = writer.newRow(spine[1][row]);
        out.putLong(0, spine[0][row]);
        out.append();
      }
      writer.commit();
    }
    Frame asking = JoinData.frame(spine);
    HistoricalRequest request = HistoricalRequest.of(JoinData.REFERENCES).timeColumn("at");
    double[] sums = new double[1 + HINTS.length];
    Rounds measured =
        new Rounds()
            .with(
                "ours, index there",
                () -> sums[0] = JoinData.sum(warm.historicalFeatures(asking, request)));
    for (int i = 0; i < HINTS.length; i++) {
      int at = i;
      measured.with(
          "QuestDB " + HINTS[i], () -> sums[1 + at] = asOf(engine, context, HINTS[at], size));
    }
    measured.run(2, rounds);
    measured.print("%,d spine rows".formatted(size));
    for (int i = 0; i < HINTS.length; i++) {
      System.out.printf(
          "  %.1f times QuestDB with %s (sums %.2f and %.2f, ties may differ)%n",
          measured.ratio("QuestDB " + HINTS[i], "ours, index there"),
          HINTS[i],
          sums[0],
          sums[1 + i]);
    }
  }

  private static void load(CairoEngine engine, SqlExecutionContext context, JoinData data)
      throws Exception {
    engine.execute(
        "CREATE TABLE feat (k LONG, a DOUBLE, b DOUBLE, c DOUBLE, d DOUBLE, t TIMESTAMP)"
            + " TIMESTAMP(t) PARTITION BY NONE BYPASS WAL",
        context);
    try (TableWriter writer = engine.getWriter(engine.verifyTableName("feat"), "figures")) {
      for (int row : byTime(data.events())) {
        TableWriter.Row out = writer.newRow(data.events()[row]);
        out.putLong(0, data.keys()[row]);
        for (int i = 0; i < 4; i++) {
          out.putDouble(1 + i, data.values()[i][row]);
        }
        out.append();
      }
      writer.commit();
    }
  }

  /** Row numbers in the order of their times. */
  private static int[] byTime(long[] times) {
    Integer[] rows = Stream.iterate(0, i -> i + 1).limit(times.length).toArray(Integer[]::new);
    Arrays.sort(rows, Comparator.comparingLong(i -> times[i]));
    return Arrays.stream(rows).mapToInt(Integer::intValue).toArray();
  }

  private static double asOf(
      CairoEngine engine, SqlExecutionContext context, String hint, int spineRows)
      throws Exception {
    double[][] out = new double[4][spineRows];
    long[][] keys = new long[2][spineRows];
    double sum = 0;
    try (RecordCursorFactory query =
            engine.select(
                "SELECT /*+ %s(s f) */ s.k, s.ts, f.a, f.b, f.c, f.d FROM spine s ASOF JOIN feat f ON (k) TOLERANCE 30d"
                    .formatted(hint),
                context);
        RecordCursor cursor = query.getCursor(context)) {
      Record record = cursor.getRecord();
      for (int row = 0; cursor.hasNext(); row++) {
        keys[0][row] = record.getLong(0);
        keys[1][row] = record.getTimestamp(1);
        for (int i = 0; i < 4; i++) {
          out[i][row] = record.getDouble(2 + i);
        }
        sum += Double.isNaN(out[0][row]) ? 0 : out[0][row];
      }
    }
    return sum;
  }

  private static void delete(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

package dev.datamesh.benchmarks.lineage;

import dev.datamesh.core.Progress;
import dev.datamesh.lineage.LineageQuery;
import dev.datamesh.lineage.graph.EdgeFilter;
import dev.datamesh.lineage.graph.LineageStore;
import dev.datamesh.lineage.graph.LiveCsr;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.graph.Walk;
import dev.datamesh.lineage.model.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import org.postgresql.PGConnection;

/**
 * One large closure by a recursive query over an indexed table of edges, in SQLite in memory and,
 * where {@code -Djdbc=URL} names one, in PostgreSQL; beside the kernel. Wall time, as the database
 * may work in another process; medians of rounds.
 */
final class SqlFigures {

  private static final int ROOT = 5;
  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  private static final String CLOSURE =
      "WITH RECURSIVE reached(node) AS (SELECT CAST(? AS INTEGER) UNION"
          + " SELECT e.dst FROM reached r JOIN edges e ON e.src = r.node)"
          + " SELECT count(*) FROM reached";

  private SqlFigures() {}

  static long run(int nodes) throws SQLException, IOException {
    LineageStore store = new LineageStore();
    store.add(new LayeredGraph(nodes, 4, LayeredGraph.Detail.PLAIN), LayeredGraph.NOW);
    Snapshot snapshot = store.snapshot();
    double[] kernel = new double[21];
    long reached = 0;
    for (int round = -10; round < kernel.length; round++) {
      long start = System.nanoTime();
      reached =
          Walk.from(
                  snapshot,
                  new int[] {ROOT},
                  Direction.DOWNSTREAM,
                  LineageQuery.ANY_DEPTH,
                  EdgeFilter.at(LayeredGraph.NOW),
                  LineageQuery.NO_LIMIT,
                  Progress.NONE)
              .size();
      kernel[Math.max(0, round)] = (System.nanoTime() - start) / 1e6;
    }
    double ours = print("kernel", kernel, reached, 0);
    LiveCsr edges = LiveCsr.of(snapshot, EdgeFilter.at(LayeredGraph.NOW));
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      fillSqlite(sqlite, edges);
      closures("SQLite, in memory", sqlite, ours);
    }
    String url = System.getProperty("jdbc");
    if (url != null) {
      try (Connection postgres = DriverManager.getConnection(url)) {
        fillPostgres(postgres, edges);
        closures("PostgreSQL", postgres, ours);
      }
    }
    return reached;
  }

  private static void closures(String name, Connection database, double ours) throws SQLException {
    double[] millis = new double[ROUNDS];
    long reached = 0;
    try (PreparedStatement closure = database.prepareStatement(CLOSURE)) {
      for (int round = -1; round < ROUNDS; round++) {
        closure.setInt(1, ROOT);
        long start = System.nanoTime();
        try (ResultSet result = closure.executeQuery()) {
          result.next();
          reached = result.getLong(1) - 1;
        }
        millis[Math.max(0, round)] = (System.nanoTime() - start) / 1e6;
      }
    }
    print(name, millis, reached, ours);
  }

  private static double print(String name, double[] millis, long reached, double ours) {
    Arrays.sort(millis);
    double median = millis[millis.length / 2];
    System.out.printf(
        Locale.ROOT,
        "%-20s %10.2f ms   x %.1f   (%,d reached)%n",
        name,
        median,
        ours == 0 ? 1 : median / ours,
        reached);
    return median;
  }

  private static void fillSqlite(Connection sqlite, LiveCsr edges) throws SQLException {
    try (Statement statement = sqlite.createStatement()) {
      statement.execute(
          "CREATE TABLE edges(src INTEGER, dst INTEGER, PRIMARY KEY (src, dst)) WITHOUT ROWID");
    }
    sqlite.setAutoCommit(false);
    try (PreparedStatement insert = sqlite.prepareStatement("INSERT INTO edges VALUES (?, ?)")) {
      int batched = 0;
      for (int node = 0; node < edges.nodes(); node++) {
        for (int place = edges.outStart(node); place < edges.outStart(node + 1); place++) {
          insert.setInt(1, node);
          insert.setInt(2, edges.out(place));
          insert.addBatch();
          if (++batched % 10_000 == 0) {
            insert.executeBatch();
          }
        }
      }
      insert.executeBatch();
    }
    sqlite.commit();
    sqlite.setAutoCommit(true);
    try (Statement statement = sqlite.createStatement()) {
      statement.execute("ANALYZE");
    }
  }

  private static void fillPostgres(Connection postgres, LiveCsr edges)
      throws SQLException, IOException {
    try (Statement statement = postgres.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS edges");
      statement.execute("CREATE UNLOGGED TABLE edges(src INTEGER, dst INTEGER)");
      postgres
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY edges FROM STDIN (FORMAT csv)", new Rows(edges));
      statement.execute("CREATE INDEX edges_by_source ON edges(src, dst)");
      statement.execute("VACUUM ANALYZE edges");
      statement.execute("SET work_mem = '512MB'");
    }
  }

  /** The edges as lines. */
  private static final class Rows extends InputStream {

    private final LiveCsr edges;
    private int node;
    private int place;
    private byte[] block = new byte[0];
    private int at;

    Rows(LiveCsr edges) {
      this.edges = edges;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (at == block.length && !fill()) {
        return -1;
      }
      int now = Math.min(length, block.length - at);
      System.arraycopy(block, at, into, offset, now);
      at += now;
      return now;
    }

    private boolean fill() {
      StringBuilder text = new StringBuilder();
      while (text.length() < 1 << 16 && node < edges.nodes()) {
        if (place == edges.outStart(node + 1)) {
          node++;
          continue;
        }
        text.append(node).append(',').append(edges.out(place++)).append('\n');
      }
      block = text.toString().getBytes(StandardCharsets.US_ASCII);
      at = 0;
      return block.length > 0;
    }
  }
}

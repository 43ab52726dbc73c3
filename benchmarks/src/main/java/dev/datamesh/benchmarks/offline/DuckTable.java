package dev.datamesh.benchmarks.offline;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.parquet.ParquetFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The same rows in a table of DuckDB, in its own file, in ingest order, with one thread. */
final class DuckTable implements AutoCloseable {

  private final Connection connection;
  private final Statement statement;

  private DuckTable(Path file) throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:" + file);
    statement = connection.createStatement();
    statement.execute("SET threads = 1");
  }

  /** Opens the table of a folder. */
  static DuckTable open(Path folder) throws SQLException {
    return new DuckTable(folder.resolve("own.duckdb"));
  }

  /** Makes the tables from the batches and the spine, once. */
  static void make(Path folder, OfflineData data, int rows, Frame spine)
      throws SQLException, IOException {
    if (Files.exists(folder.resolve("own.duckdb"))) {
      return;
    }
    Path part = folder.resolve("part.parquet");
    try (DuckTable table = open(folder)) {
      for (int done = 0; done < rows; done += OfflineData.BATCH) {
        ParquetFiles.at(part).write(data.batch(done, Math.min(OfflineData.BATCH, rows - done)));
        table.statement.execute(
            (done == 0 ? "CREATE TABLE v AS SELECT *" : "INSERT INTO v SELECT *")
                + " FROM read_parquet('"
                + part
                + "')");
        Files.delete(part);
      }
      ParquetFiles.at(part).write(spine);
      table.statement.execute("CREATE TABLE s AS SELECT * FROM read_parquet('" + part + "')");
      Files.delete(part);
    }
  }

  /** Its ASOF join with the ttl applied, into a table; ties are as they come. */
  void join() throws SQLException {
    statement.execute(
        "CREATE OR REPLACE TEMP TABLE r AS SELECT s.*, CASE WHEN v.\"at\" >= s.t - INTERVAL 30 DAY"
            + " THEN v.f0 END AS f0, v.* EXCLUDE (k, \"at\", made, f0)"
            + " FROM s ASOF LEFT JOIN v ON s.k = v.k AND s.t >= v.\"at\"");
  }

  @Override
  public void close() throws SQLException {
    statement.close();
    connection.close();
  }
}

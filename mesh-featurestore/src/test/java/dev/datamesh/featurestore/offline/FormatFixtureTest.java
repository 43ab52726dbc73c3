package dev.datamesh.featurestore.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBuilder;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.testkit.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that a build of format version 1 wrote. {@code -Dmesh.offline.fixture=DIR} writes it
 * anew, which only a new format version should need.
 */
class FormatFixtureTest {

  private static final TableLayout TABLE =
      new TableLayout(
          "spend",
          Schema.of("customer: string, shop: int64"),
          "at",
          "made",
          Schema.of("amount: float64, exact: float64, visits: int64, word: string, raw: bytes"));
  private static final Schema ROWS =
      Schema.of(
          "customer: string, shop: int64, at: timestamp_tz, made: timestamp_tz, amount: float64,"
              + " exact: float64, visits: int64, word: string, raw: bytes");

  @TempDir Path folder;

  private static Frame rows(int from, int count) {
    FrameBuilder rows = Frame.builder(ROWS);
    for (int i = from; i < from + count; i++) {
      rows.row(
          "c-" + i % 9,
          (long) (i % 4),
          Instant.ofEpochSecond(1_700_000_000L + i * 61L % 5_000),
          i % 6 == 1 ? null : Instant.ofEpochSecond(1_700_000_000L + i),
          i % 7 == 2 ? null : i / 100.0,
          Math.sqrt(i),
          i % 5 == 3 ? null : (Long) (long) (i * 1_000),
          i % 8 == 4 ? null : "word-" + i % 11,
          new byte[] {(byte) i, (byte) (i >> 8)});
    }
    return rows.build();
  }

  private static OracleTable expected() {
    OracleTable oracle = new OracleTable(TABLE);
    oracle.add(rows(0, 300), 0);
    oracle.add(rows(300, 200), 300);
    oracle.erase(List.of("c-3", 3L));
    oracle.add(rows(500, 50), 500);
    return oracle;
  }

  private static void write(Path target) {
    OfflineOptions options =
        OfflineOptions.standard().withCompaction(OfflineOptions.Compaction.ON_REQUEST);
    OfflineOptions small = options.withJournal(options.journal().withPieceBytes(4096));
    try (OfflineStore store = OfflineStore.at(target, small)) {
      store.define(TABLE);
      store.append("spend", rows(0, 300));
      store.append("spend", rows(300, 200));
      store.compact("spend");
      store.erase("spend", List.of(List.of("c-3", 3L)));
      store.append("spend", rows(500, 50));
    }
  }

  @Test
  void a_store_of_version_1_opens_and_reads_as_it_was_written() throws IOException {
    String target = System.getProperty("mesh.offline.fixture");
    if (target != null) {
      write(Path.of(target));
    }
    Path kept =
        Path.of(System.getProperty("mesh.root"))
            .resolve("mesh-featurestore/src/test/resources/offline-v1");
    Path copy = folder.resolve("copy");
    Folders.copy(kept, copy);
    try (OfflineStore store = OfflineStore.at(copy)) {
      store.verify();
      assertThat(
              OracleTable.read(store, "spend", RowQuery.all()).stream()
                  .map(
                      line ->
                          line.sequence() + " " + line.key() + " " + line.values().subList(0, 4))
                  .toList())
          .isEqualTo(
              expected().lines().stream()
                  .map(
                      line ->
                          line.sequence() + " " + line.key() + " " + line.values().subList(0, 4))
                  .toList());
      assertThat(store.nextSequence()).isEqualTo(550);
      assertThat(store.erasedBelow("spend", 550)).isPositive();
    }
  }
}

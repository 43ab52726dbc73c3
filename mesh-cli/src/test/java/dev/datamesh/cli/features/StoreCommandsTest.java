package dev.datamesh.cli.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.cli.Mesh;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandsTest {

  @TempDir Path folder;
  private String output = "";

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(
        folder.resolve("features.yml"),
        """
        entities:
          customer: {keys: {customer: string}}
        views:
          spend:
            entities: [customer]
            source: {csv: spend.csv, eventTime: at}
            features: {amount: float64, visits: int64}
        """);
    Files.writeString(
        folder.resolve("spend.csv"),
        """
        customer,at,amount,visits
        c-2,2024-01-02T00:00:00Z,2.5,3
        c-1,2024-01-02T00:00:00Z,1.5,1
        c-1,2024-01-01T00:00:00Z,,7
        c-1,,9,9
        """);
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 5];
    all[0] = "features";
    all[1] = arguments[0];
    all[2] = "--store";
    all[3] = folder.resolve("data").toString();
    all[4] = "--definitions";
    all[5] = folder.resolve("features.yml").toString();
    System.arraycopy(arguments, 1, all, 6, arguments.length - 1);
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    int code = Mesh.run(all, out, out);
    output = text.toString();
    return code;
  }

  @Test
  void rows_are_ingested_compacted_erased_and_exported() throws IOException {
    assertThat(run("ingest")).as(() -> output).isZero();
    assertThat(output).contains("spend: 3 rows appended, 3 in the store");
    assertThat(run("ingest", "--view", "spend")).isZero();
    assertThat(output).contains("3 rows appended, 6 in the store");
    assertThat(run("compact")).isZero();
    // Two of each ingest: its rows with a time, and the one without.
    assertThat(output).contains("4 segments merged").contains("spend: 6 rows");
    assertThat(run("erase", "--key", "customer=c-2")).isZero();
    assertThat(output).contains("2 rows of {customer=c-2} erased");
    Path out = folder.resolve("out.csv");
    assertThat(run("export", "--view", "spend", "--out", out.toString())).isZero();
    assertThat(Files.readAllLines(out))
        .containsExactly(
            "customer,at,amount,visits",
            "c-1,2024-01-01T00:00:00Z,,7",
            "c-1,2024-01-01T00:00:00Z,,7",
            "c-1,2024-01-02T00:00:00Z,1.5,1",
            "c-1,2024-01-02T00:00:00Z,1.5,1");
  }

  @Test
  void rows_go_into_parquet_and_come_back_from_it() throws IOException {
    assertThat(run("ingest")).as(() -> output).isZero();
    Path file = folder.resolve("rows.parquet");
    assertThat(run("export", "--view", "spend", "--out", file.toString()))
        .as(() -> output)
        .isZero();
    Path csv = folder.resolve("rows.csv");
    assertThat(run("export", "--view", "spend", "--out", csv.toString())).isZero();
    Files.writeString(
        folder.resolve("features.yml"),
        Files.readString(folder.resolve("features.yml"))
            .replace("csv: spend.csv", "parquet: rows.parquet"));
    Files.move(folder.resolve("data"), folder.resolve("before"));

    assertThat(run("ingest")).as(() -> output).isZero();
    assertThat(output).contains("spend: 3 rows appended, 3 in the store");
    Path again = folder.resolve("again.csv");
    assertThat(run("export", "--view", "spend", "--out", again.toString())).isZero();
    assertThat(again).hasSameTextualContentAs(csv);
  }

  @Test
  void a_key_that_stands_twice_erases_nobody() {
    assertThat(run("ingest")).as(() -> output).isZero();
    assertThat(run("erase", "--key", "customer=c-1,customer=c-2")).isNotZero();
    assertThat(output).contains("\"customer\" stands twice");
    for (String part : new String[] {"customer", "customer=", "=c-1", "="}) {
      assertThat(run("erase", "--key", part)).as(part).isNotZero();
      assertThat(output).contains("expected NAME=VALUE");
    }
    assertThat(run("erase", "--key", "customer=c-1")).isZero();
    assertThat(output).contains("3 rows of {customer=c-1} erased");
  }

  @Test
  void what_is_wrong_is_said_in_one_line() {
    assertThat(run("export", "--view", "spend", "--out", "/")).isNotZero();
    assertThat(output).contains("Cannot write /").contains("[.parquet]");
    assertThat(run("erase", "--key", "nobody=1")).isNotZero();
    assertThat(output).contains("Cannot erase").contains("no view has exactly these keys");
    assertThat(run("export", "--view", "spend", "--out", "x.txt")).isNotZero();
    assertThat(output).contains(".jsonl").contains("[.parquet]");
    assertThat(run("ingest", "--view", "other")).isNotZero();
    assertThat(output).contains("spend");
  }
}

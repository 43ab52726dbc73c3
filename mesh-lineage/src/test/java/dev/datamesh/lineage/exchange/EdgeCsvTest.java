package dev.datamesh.lineage.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.CancelledException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.Problem;
import dev.datamesh.lineage.LineageGraph;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeCsvTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ,b,direct,1      | the edge has no source
          a,,direct,1      | the edge has no target
          a,b,direct,1.2   | confidence of 1.2
          a,b,direct,NaN   | confidence of NaN
          a,b,direct,-0.1  | confidence of -0.1
          a,b,direct,much  | expected a number
          a,b,guess,1      | lineage type "guess"
          a,b,direct       | the row has 3 fields
          "urn:li:dataset:(urn:li:dataPlatform:s3)",b,direct,1 | Cannot read the URN
          """)
  void a_bad_row_is_named_with_its_line(String row, String why) {
    String csv = "source,target,type,confidence\nx,y,direct,1\n" + row + "\n";

    assertThatThrownBy(() -> EdgeCsv.read(new StringReader(csv), "edges.csv"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("edges.csv:3:1")
        .hasMessageContaining(why);
  }

  @Test
  void a_name_of_ten_megabytes_is_refused_with_its_row() {
    String csv = "source,target\n" + "x".repeat(10 << 20) + ",b\n";

    assertThatThrownBy(() -> EdgeCsv.read(new StringReader(csv), "edges.csv"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("edges.csv:2:1")
        .hasMessageContaining("10,485,760 characters");
  }

  @Test
  void nothing_half_loaded_is_left_of_a_bad_file_and_bad_rows_can_be_skipped() throws IOException {
    Path file = Files.writeString(folder.resolve("e.csv"), "source,target\na,b\nc,\nd,e\n");
    LineageGraph graph = LineageGraph.inMemory();

    assertThatThrownBy(() -> graph.load(EdgeCsv.open(file, dev.datamesh.core.Progress.NONE)))
        .isInstanceOf(InvalidInputException.class);
    assertThat(graph.nodes()).isEmpty();

    try (EdgeRows rows = EdgeCsv.open(file, dev.datamesh.core.Progress.NONE)) {
      assertThat(graph.load(rows.skippingBadRows())).isEqualTo(2);
      assertThat(rows.problems()).extracting(Problem::position).asString().contains("e.csv:3:1");
    }
  }

  @Test
  void a_long_load_can_be_cancelled() throws IOException {
    StringBuilder csv = new StringBuilder("source,target\n");
    for (int i = 0; i < 100_000; i++) {
      csv.append('a').append(i).append(",b\n");
    }
    Path file = Files.writeString(folder.resolve("long.csv"), csv);
    LineageGraph graph = LineageGraph.inMemory();

    assertThatThrownBy(() -> graph.load(EdgeCsv.open(file, (work, done, total) -> done < 50_000)))
        .isInstanceOf(CancelledException.class);
    assertThat(graph.nodes()).isEmpty();
  }

  @Test
  void headers_and_files_that_are_none_are_refused() {
    assertThatThrownBy(() -> EdgeCsv.read(new StringReader(""), "e"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> EdgeCsv.read(new StringReader("from,to\n"), "e"))
        .hasMessageContaining("unknown column");
    assertThatThrownBy(() -> EdgeCsv.read(new StringReader("source\n"), "e"))
        .hasMessageContaining("needs columns source and target");
    assertThatThrownBy(() -> EdgeCsv.read(folder.resolve("none.csv")))
        .isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          raw-orders                  | DATASET   | default | raw-orders
          product mesh:ventas.orders  | PRODUCT   | mesh    | ventas.orders
          dashboard board             | DASHBOARD | mesh    | board
          field s3://b:orders#total   | FIELD     | s3://b  | orders#total
          urn:li:dataset:(urn:li:dataPlatform:s3,mesh.ventas.daily_revenue,PROD) | DATASET | s3 | mesh.ventas.daily_revenue
          """)
  void names_are_read(String text, AssetId.Kind kind, String namespace, String name) {
    assertThat(AssetNames.read(text)).isEqualTo(new AssetId(kind, namespace, name));
  }
}

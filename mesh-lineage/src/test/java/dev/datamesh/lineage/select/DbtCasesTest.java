package dev.datamesh.lineage.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.NodeDescription;
import dev.datamesh.lineage.model.LineageEntry;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The selector cases of dbt's own tests, re-expressed as tables. */
class DbtCasesTest {

  private static final LineageGraph TREE = tree();

  @ParameterizedTest
  @CsvFileSource(resources = "/select/dbt-run.txt", delimiter = '|')
  void selects_what_dbt_selects(String include, String exclude, String expected) {
    Selection excluded = Selection.read(exclude == null ? "" : exclude);
    String actual =
        Selection.read(include).of(TREE.view(), excluded).stream()
            .map(id -> id.name().substring(2))
            .sorted()
            .collect(Collectors.joining(" "));

    assertThat(actual).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/select/dbt-parse.txt", delimiter = '|')
  void reads_what_dbt_reads(
      String word, String up, String down, String method, String value, String family) {
    List<List<Term>> read = new SelectionReader(word).read();

    Term expected =
        new Term(
            family.equals("@"), hops(up), method.equals("-") ? "" : method, value, hops(down), 1);
    assertThat(read).containsExactly(List.of(expected));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/select/dbt-invalid.txt", delimiter = '|')
  void refuses_what_dbt_refuses(String word) {
    assertThatThrownBy(() -> Selection.read(word)).isInstanceOf(InvalidInputException.class);
  }

  private static int hops(String text) {
    return switch (text) {
      case "-" -> Term.NOT;
      case "*" -> Term.ANY;
      default -> Integer.parseInt(text);
    };
  }

  private static LineageGraph tree() {
    LineageGraph tree = LineageGraph.inMemory();
    for (String edge : "X.a Y.b, X.a X.c, Y.b Y.d, Y.b X.e, X.c Y.f, X.c X.g".split(", ")) {
      tree.add(LineageEntry.of(edge.substring(0, 3), edge.substring(4)));
    }
    for (String tagged :
        "X.a abc, Y.b abc bcef, X.c abc bcef, X.e efg bcef, Y.f efg bcef, X.g efg".split(", ")) {
      AssetId node = AssetId.dataset(tagged.substring(0, 3));
      tree.describe(NodeDescription.of(node).tagged(tagged.substring(4).split(" ")));
    }
    return tree;
  }
}

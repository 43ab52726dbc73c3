package dev.datamesh.lineage.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.NodeDescription;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The seven-node binary tree of dbt's own selector tests: a feeds b and c, b d and e, c f and g.
 */
class SelectionTest {

  private final LineageGraph graph = tree();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          X.a           |            | a
          Y.b           |            | b
          +X.a          |            | a
          X.a+          |            | a b c d e f g
          +X.c          |            | a c
          X.c+          |            | c f g
          +X.c+         |            | a c f g
          +X.c,X.c+     |            | c
          1+X.g         |            | c g
          2+X.g         |            | a c g
          0+X.g         |            | g
          X.a+1         |            | a b c
          X.a+0         |            | a
          X.a+2         |            | a b c d e f g
          1+Y.b+1       |            | a b d e
          @X.c          |            | a c f g
          @X.a          |            | a b c d e f g
          @Y.d          |            | a b d
          X.a Y.b       |            | a b
          X.a X.a       |            | a
          X.a,Y.b       |            |
          X.*           |            | a c e g
          Y.*           |            | b d f
          X.*,X.c+      |            | c g
          tag:abc       |            | a b
          tag:abc+      |            | a b c d e f g
          +tag:bcef     |            | a b c e f
          tag:bcef,tag:abc |         | b
          tag:b*        |            | b c e f
          tag:bcef      | tag:abc    | c e f
          X.a+          | X.c+       | a b d e
          X.a+          | @X.c       | b d e
          *             | X.*        | b d f
          tag:bcef      | Y.*        | c e
          domain:ventas |            | a b
          domain:ventas+1 | domain:ventas | c d e
          owner:ana     |            | g
          type:derived  |            | g
          kind:dataset  | kind:dataset |
          X.a+,confidence>=0.8 |     | a b c d e g
          nothing+      |            |
          "X.a"  "Y.b"  |            | a b
          """)
  void selects_what_dbt_selects(String include, String exclude, String expected) {
    String actual =
        Selection.read(include)
            .of(graph.view(), Selection.read(exclude == null ? "" : exclude))
            .stream()
            .map(id -> id.name().substring(2))
            .sorted()
            .collect(Collectors.joining(" "));

    assertThat(actual).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@a+",
        "@+a",
        "@1+a",
        "+",
        "a,",
        ",a",
        "a,+",
        "@",
        "nosuch:a",
        "\"open",
        "a@b",
        "99999999999+a"
      })
  void refuses_with_the_place_what_has_no_meaning(String text) {
    assertThatThrownBy(() -> Selection.read(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("selection:1:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"asof:yesterday", "confidence>=much", "kind:table", "type:guess"})
  void refuses_values_that_their_method_cannot_have(String text) {
    assertThatThrownBy(() -> Selection.read(text).of(graph.view()))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void names_with_signs_are_quoted() {
    LineageGraph odd = LineageGraph.inMemory();
    odd.add(LineageEntry.of("a,b+1:@ c", "next"));

    assertThat(Selection.read("\"a,b+1:@ c\"+").of(odd.view())).hasSize(2);
  }

  @Test
  void columns_and_digits_in_names_are_found() {
    LineageGraph columns = LineageGraph.inMemory();
    columns.add(
        LineageEntry.of(
            new AssetId(AssetId.Kind.FIELD, "default", "orders#amount"),
            AssetId.dataset("2024_orders")));

    assertThat(Selection.read("column:orders.amount").of(columns.view())).hasSize(1);
    assertThat(Selection.read("+2024_orders").of(columns.view())).hasSize(2);
  }

  private static LineageGraph tree() {
    LineageGraph tree = LineageGraph.inMemory();
    tree.add(LineageEntry.of("X.a", "Y.b"));
    tree.add(LineageEntry.of("X.a", "X.c"));
    tree.add(LineageEntry.of("Y.b", "Y.d"));
    tree.add(LineageEntry.of("Y.b", "X.e"));
    tree.add(LineageEntry.of("X.c", "Y.f").withConfidence(0.5));
    tree.add(LineageEntry.of("X.c", "X.g").withType(LineageType.DERIVED));
    for (String tagged : new String[] {"Y.b", "X.c", "X.e", "Y.f"}) {
      tree.describe(NodeDescription.of(AssetId.dataset(tagged)).tagged("bcef"));
    }
    for (String tagged : new String[] {"X.a", "Y.b"}) {
      tree.describe(NodeDescription.of(AssetId.dataset(tagged)).tagged("abc").inDomain("ventas"));
    }
    tree.describe(NodeDescription.of(AssetId.dataset("X.g")).ownedBy("ana"));
    return tree;
  }
}

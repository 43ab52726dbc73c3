package dev.datamesh.contracts.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.JsonText;
import dev.datamesh.contracts.Witness;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import dev.datamesh.testkit.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The containment corpus of draft 7; needs the shared folder. */
class ContainmentCorpusTest {

  /**
   * Labels that a document contradicts: two turn a recursive schema inside out with a negation, one
   * compares lists of values that differ by their own text.
   */
  private static final Map<String, String> WRONG_LABELS =
      Map.of(
          "nonvalid/ref.json#16",
          "contained: the only document of the inner is valid under the outer, whose inner trees"
              + " are negated too",
          "unsatisfiable/ref.json#13",
          "{\"meta\":\"\",\"nodes\":[{\"value\":0,\"subtree\":{\"meta\":\"\",\"nodes\":[]}}]}",
          "unsatisfiable/ref.json#17",
          "{\"$ref\":\"#/allOf/0/definitions/a_string\"}");

  @Test
  void noVerdictIsWrongAndNearlyAllAreDecidedWithVerifiedWitnesses() throws IOException {
    Path corpus = SharedFolder.find("corpora/json-schema-containment/draft7.jsonl").orElse(null);
    Assumptions.assumeTrue(corpus != null, "needs the shared folder's containment corpus");
    List<String> wrong = new ArrayList<>();
    int pairs = 0;
    int decided = 0;
    int breaking = 0;
    int verified = 0;
    for (String line : Files.readAllLines(corpus)) {
      Node pair = DocumentReader.standard().read(line, "line");
      String id = pair.find("id").flatMap(Node::text).orElseThrow();
      JsonSchema inner = Schemas.of(pair.find("schema1").orElseThrow(), Dialect.DRAFT7);
      JsonSchema outer = Schemas.of(pair.find("schema2").orElseThrow(), Dialect.DRAFT7);
      boolean label =
          ((Node.Bool) pair.find("tests").flatMap(t -> t.find("s1SubsetEqOfs2")).orElseThrow())
              .value();
      Containment answer = Containment.of(inner, outer, false, 400_000);
      pairs++;
      decided += answer.truth() == Truth.MAYBE ? 0 : 1;
      if (answer.truth() != Truth.MAYBE && (answer.truth() == Truth.YES) != label) {
        wrong.add(id);
      }
      if (answer.truth() == Truth.NO) {
        breaking++;
        String document = JsonText.of(answer.counterexample().orElseThrow());
        verified += IndependentCheck.of(inner, outer, document) == Witness.Check.VERIFIED ? 1 : 0;
      }
    }
    assertThat(pairs).isGreaterThanOrEqualTo(2_673);
    assertThat(wrong).containsExactlyInAnyOrderElementsOf(WRONG_LABELS.keySet());
    assertThat(decided).isGreaterThanOrEqualTo(pairs * 97 / 100);
    assertThat(verified).isGreaterThanOrEqualTo(breaking * 95 / 100);
  }
}

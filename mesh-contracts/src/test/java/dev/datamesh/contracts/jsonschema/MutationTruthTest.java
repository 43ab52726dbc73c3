package dev.datamesh.contracts.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.JsonText;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Generated schemas with one edit each, judged in both directions, against documents that networknt
 * judges. {@code -Dmesh.contracts.mutations=N} sets the number of edits, {@code
 * -Dmesh.contracts.seed=N} the seed.
 */
class MutationTruthTest {

  private static final int EDITS = Integer.getInteger("mesh.contracts.mutations", 2_000);
  private static final long SEED = Long.getLong("mesh.contracts.seed", 20_240_715L);

  private final Map<String, Integer> verdicts = new HashMap<>();
  private int witnesses;
  private int verified;

  @Test
  void noVerdictContradictsTheDocumentsOfTwoThousandEdits() {
    List<String> contradictions = new ArrayList<>();
    for (int i = 0; i < EDITS; i++) {
      SchemaGenerator generator = new SchemaGenerator(new Random(SEED + i));
      Node old = generator.schema(3);
      Node edited = generator.edit(old);
      judge(generator, old, edited, SEED + i, contradictions);
    }
    assertThat(contradictions).isEmpty();
    assertThat(verified).isGreaterThanOrEqualTo(witnesses * 95 / 100);
    int undecided = verdicts.getOrDefault("MAYBE", 0);
    assertThat(undecided).as("undecided of %s", verdicts).isLessThan(2 * EDITS * 5 / 100);
  }

  private void judge(
      SchemaGenerator generator, Node old, Node edited, long seed, List<String> contradictions) {
    String oldText = JsonText.of(old);
    String newText = JsonText.of(edited);
    Networknt oldJudge = Networknt.draft7(oldText);
    Networknt newJudge = Networknt.draft7(newText);
    List<String> documents = new ArrayList<>();
    for (int k = 0; k < 12; k++) {
      documents.add(JsonText.of(generator.instance(k % 2 == 0 ? old : edited, 4)));
    }
    direction(seed, oldText, newText, oldJudge, newJudge, documents, contradictions);
    direction(seed, newText, oldText, newJudge, oldJudge, documents, contradictions);
  }

  private void direction(
      long seed,
      String inner,
      String outer,
      Networknt innerJudge,
      Networknt outerJudge,
      List<String> documents,
      List<String> contradictions) {
    Containment answer = Schemas.contained(inner, outer);
    verdicts.merge(answer.truth().name(), 1, Integer::sum);
    String pair = "seed " + seed + ": " + inner + " within " + outer;
    if (answer.truth() == Truth.YES) {
      for (String document : documents) {
        if (innerJudge.accepts(document) && !outerJudge.accepts(document)) {
          contradictions.add(pair + " was said to hold, but " + document);
        }
      }
    } else if (answer.truth() == Truth.NO) {
      witnesses++;
      String witness = JsonText.of(answer.counterexample().orElseThrow());
      if (innerJudge.accepts(witness) && !outerJudge.accepts(witness)) {
        verified++;
      } else {
        contradictions.add(pair + " was denied with " + witness);
      }
    }
  }

  @Test
  void generatedDocumentsAreOftenValidSoThatTheyCanContradict() {
    int valid = 0;
    for (int i = 0; i < 200; i++) {
      SchemaGenerator generator = new SchemaGenerator(new Random(i));
      Node schema = generator.schema(3);
      String document = JsonText.of(generator.instance(schema, 4));
      if (Networknt.draft7(JsonText.of(schema)).accepts(document)) {
        valid++;
      }
    }
    assertThat(valid).isGreaterThan(60);
  }
}

package dev.datamesh.contracts.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.JsonText;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Pairs of schemas with all keywords of all drafts, one or two edits apart or unrelated, judged in
 * both directions; networknt judges documents that follow the schemas and documents one change away
 * from them. {@code -Dmesh.contracts.pairs=N} sets the number of pairs, {@code
 * -Dmesh.contracts.seed=N} the seed.
 */
class WildTruthTest {

  private static final int PAIRS = Integer.getInteger("mesh.contracts.pairs", 3_000);
  private static final long SEED = Long.getLong("mesh.contracts.seed", 7_000_000L);
  private static final Dialect[] DRAFTS = {
    Dialect.DRAFT4, Dialect.DRAFT6, Dialect.DRAFT7, Dialect.DRAFT2019, Dialect.DRAFT2020
  };
  private static final String[] TYPES = {
    "integer", "string", "array", "array", "object", "object", "number"
  };

  private final List<String> contradictions = new ArrayList<>();
  private final Map<Truth, Integer> answers = new EnumMap<>(Truth.class);
  private int telling;

  /** One schema with its three judges. */
  private record Judged(String text, JsonSchema schema, Networknt peer) {

    static Judged of(Node tree, Dialect draft) {
      String text = JsonText.of(tree);
      return new Judged(text, Schemas.of(text), Networknt.of(text, draft));
    }
  }

  @Test
  void noVerdictContradictsTheDocumentsOfThreeThousandPairs() {
    for (int i = 0; i < PAIRS; i++) {
      pair(SEED + i, DRAFTS[i % DRAFTS.length]);
    }
    assertThat(contradictions).isEmpty();
    assertThat(answers.getOrDefault(Truth.MAYBE, 0))
        .as("undecided of %s", answers)
        .isLessThan(2 * PAIRS * 3 / 100);
    assertThat(telling).as("pairs with documents of the first").isGreaterThan(PAIRS / 2);
  }

  private void pair(long seed, Dialect draft) {
    Random random = new Random(seed);
    WildSchemas wild = new WildSchemas(new Random(seed), draft);
    String type = TYPES[random.nextInt(TYPES.length)];
    boolean focused = random.nextBoolean();
    Node first =
        focused ? wild.focused(type, 2 + random.nextInt(4)) : wild.root(1 + random.nextInt(3));
    Node second =
        switch (random.nextInt(5)) {
          case 0 -> wild.root(2);
          case 1 -> wild.edit(wild.edit(first));
          case 2 -> focused ? wild.focused(type, 1 + random.nextInt(3)) : wild.edit(first);
          default -> wild.edit(first);
        };
    List<Node> documents = new ArrayList<>();
    for (int k = 0; k < 12; k++) {
      documents.add(wild.value(2));
      documents.add(wild.sample(first, first, 4));
      documents.add(wild.sample(second, second, 4));
      documents.add(wild.bent(documents.get(documents.size() - 2)));
    }
    Judged a = Judged.of(first, draft);
    Judged b = Judged.of(second, draft);
    direction(seed, a, b, documents, wild);
    direction(seed, b, a, documents, wild);
    telling += documents.stream().anyMatch(d -> a.peer().accepts(JsonText.of(d))) ? 1 : 0;
  }

  private void direction(
      long seed, Judged inner, Judged outer, List<Node> documents, WildSchemas wild) {
    Containment answer = Containment.of(inner.schema(), outer.schema(), false, 400_000);
    answers.merge(answer.truth(), 1, Integer::sum);
    if (answer.truth() == Truth.YES) {
      // What is seen at a glance must hold for the search, too.
      Outcome searched = searched(inner.schema(), outer.schema());
      if (searched.isFound()) {
        contradictions.add("seed " + seed + ": " + inner.text() + " within " + outer.text());
      }
    }
    String pair = "seed " + seed + ": " + inner.text() + " within " + outer.text();
    if (answer.truth() == Truth.NO) {
      Node witness = answer.counterexample().orElseThrow();
      String text = JsonText.of(witness);
      if (!inner.peer().accepts(text) || outer.peer().accepts(text)) {
        contradictions.add(pair + " was denied with " + text);
      }
      documents.add(wild.bent(witness));
      documents.add(wild.bent(witness));
    }
    for (Node document : documents) {
      String text = JsonText.of(document);
      boolean accepted = inner.peer().accepts(text);
      Truth own = Evaluator.judge(inner.schema(), document, new Budget(100_000));
      if (own != Truth.MAYBE && (own == Truth.YES) != accepted) {
        contradictions.add("seed " + seed + ": " + text + " under " + inner.text() + " is " + own);
      }
      if (answer.truth() == Truth.YES && accepted && !outer.peer().accepts(text)) {
        contradictions.add(pair + " was said to hold, but " + text);
      }
    }
  }

  private static Outcome searched(JsonSchema inner, JsonSchema outer) {
    try {
      return new Search(new Budget(400_000), false).counterexample(inner, outer);
    } catch (Budget.Spent e) {
      return Outcome.unknown("the work budget is used up");
    }
  }
}

package dev.datamesh.contracts.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.JsonText;
import dev.datamesh.core.document.DocumentReader;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShrinkTest {

  private static String smallest(String accepting, String refusing, String document) {
    return JsonText.of(
        new Shrink(Schemas.of(accepting), Schemas.of(refusing))
            .smallest(DocumentReader.standard().read(document, "document")));
  }

  @ParameterizedTest(name = "{2} becomes {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | {\"required\":[\"a\"]} | {\"b\":1,\"c\":[1,2]} | {}",
        "{} | {\"maxProperties\":1} | {\"a\":[1],\"b\":{\"x\":1},\"c\":2} | {\"b\":null,\"c\":0}",
        "{\"type\":\"array\"} | {\"maxItems\":2} | [1,2,3,[4],5] | [0,0,0]",
        "{\"type\":\"string\"} | {\"maxLength\":3} | \"abcdefgh\" | \"abcd\"",
        "{\"type\":\"integer\"} | {\"maximum\":10} | 12345 | 11",
        "{\"type\":\"number\"} | {\"maximum\":-3} | -2.718 | 0",
        "{\"type\":\"number\"} | {\"type\":\"integer\"} | 2.71828 | 2.7",
        "{\"required\":[\"a\"]} | {\"properties\":{\"a\":{\"type\":\"string\"}}} |"
            + " {\"a\":{\"deep\":[1]},\"b\":1} | {\"a\":null}"
      })
  void aWitnessLosesWhatDoesNotMatter(
      String accepting, String refusing, String document, String expected) {
    assertThat(smallest(accepting, refusing, document)).isEqualTo(expected);
  }

  @Test
  void whatShrinksStaysAWitness() {
    for (int seed = 0; seed < 500; seed++) {
      WildSchemas wild = new WildSchemas(new Random(seed), Dialect.DRAFT7);
      JsonSchema accepting = Schemas.of(JsonText.of(wild.root(2)));
      JsonSchema refusing = Schemas.of(JsonText.of(wild.root(2)));
      var answer = Containment.of(accepting, refusing, false, 100_000).counterexample();
      if (answer.isPresent()) {
        var smallest = new Shrink(accepting, refusing).smallest(answer.get());
        Budget budget = new Budget(100_000);
        assertThat(Evaluator.judge(accepting, smallest, budget))
            .as("seed %d", seed)
            .isEqualTo(Truth.YES);
        assertThat(Evaluator.judge(refusing, smallest, budget))
            .as("seed %d", seed)
            .isEqualTo(Truth.NO);
        assertThat(JsonText.of(smallest).length())
            .isLessThanOrEqualTo(JsonText.of(answer.get()).length());
      }
    }
  }

  @Test
  void aLongDocumentIsShrunkWithinABound() {
    String many = "[" + "1,".repeat(5_000) + "1]";
    assertThat(smallest("{\"type\":\"array\"}", "{\"type\":\"object\"}", many)).startsWith("[");
  }
}

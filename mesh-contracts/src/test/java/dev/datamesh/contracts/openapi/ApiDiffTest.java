package dev.datamesh.contracts.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Verdict;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiDiffTest {

  private static String api(String schema, String extra) {
    return """
    {"openapi":"3.1.0","info":{"title":"t","version":"1.0.0"},"paths":{"/a":{"get":{%s
    "responses":{"200":{"description":"ok","content":{"application/json":{"schema":%s}}}}}}}}
    """
        .formatted(extra, schema);
  }

  private static ContractDiff responses(String before, String after) {
    return Contract.read(api(before, ""), "old")
        .diffTo(
            Contract.read(api(after, ""), "new"), Comparison.standard().withMode(Mode.CONSUMERS));
  }

  /** Eight changes of a response that oasdiff reports as information only. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "anyOf widened | {\"anyOf\":[{\"type\":\"string\"}]} |"
            + " {\"anyOf\":[{\"type\":\"string\"},{\"type\":\"object\"}]}",
        "oneOf widened | {\"oneOf\":[{\"type\":\"string\"}]} |"
            + " {\"oneOf\":[{\"type\":\"string\"},{\"type\":\"object\"}]}",
        "pattern removed | {\"type\":\"string\",\"pattern\":\"^a\"} | {\"type\":\"string\"}",
        "pattern changed | {\"type\":\"string\",\"pattern\":\"^a\"} |"
            + " {\"type\":\"string\",\"pattern\":\"^b\"}",
        "maximum unset | {\"type\":\"number\",\"maximum\":5} | {\"type\":\"number\"}",
        "minimum unset | {\"type\":\"number\",\"minimum\":5} | {\"type\":\"number\"}",
        "maxItems unset | {\"type\":\"array\",\"maxItems\":5} | {\"type\":\"array\"}",
        "allOf removed | {\"allOf\":[{\"type\":\"string\"},{\"minLength\":2}]} |"
            + " {\"allOf\":[{\"type\":\"string\"}]}",
        "enum removed | {\"type\":\"string\",\"enum\":[\"a\"]} | {\"type\":\"string\"}",
        "format removed | {\"type\":\"string\",\"format\":\"date\"} | {\"type\":\"string\"}"
      })
  void aResponseThatMayHoldMoreBreaksItsReaders(String name, String before, String after) {
    ContractDiff wider = responses(before, after);
    assertThat(wider.verdict()).isEqualTo(Verdict.BREAKING);
    assertThat(wider.breaking()).isNotEmpty();
    assertThat(wider.witness()).isPresent();
    if (!name.equals("pattern changed")) {
      assertThat(responses(after, before).verdict()).isEqualTo(Verdict.COMPATIBLE);
    }
  }

  @Test
  void aFieldMoreInAResponseIsSafeAndARequiredOneLessIsNot() {
    String before =
        "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"string\"}}}";
    String after =
        "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"string\"},"
            + "\"b\":{\"type\":\"integer\"}}}";
    assertThat(responses(before, after).verdict()).isEqualTo(Verdict.COMPATIBLE);
    assertThat(responses(before, "{\"type\":\"object\",\"properties\":{}}").verdict())
        .isEqualTo(Verdict.BREAKING);
  }

  @Test
  void removalNeedsDeprecationAndAnExpiredSunset() {
    String none =
        "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"t\",\"version\":\"2.0.0\"},\"paths\":{}}";
    Contract gone = Contract.read(none, "new");
    String sunset = "\"deprecated\":true,\"x-sunset\":\"2024-07-15\",";
    assertThat(Contract.read(api("{}", ""), "old").diffTo(gone).breaking())
        .extracting(Finding::rule)
        .containsExactly("operation-removed");
    assertThat(
            Contract.read(api("{}", sunset), "old")
                .diffTo(gone, Comparison.standard().on(LocalDate.of(2024, 7, 14)))
                .breaking())
        .extracting(Finding::rule)
        .containsExactly("operation-removed-before-sunset");
    assertThat(
            Contract.read(api("{}", sunset), "old")
                .diffTo(gone, Comparison.standard().on(LocalDate.of(2024, 7, 15)))
                .verdict())
        .isEqualTo(Verdict.COMPATIBLE);
  }
}

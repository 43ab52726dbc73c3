package dev.datamesh.contracts.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Verdict;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs made to hurt: each ends with an answer; the benchmarks measure how soon. */
class HostileInputsTest {

  private static ContractDiff diff(String older, String newer) {
    return Contract.read(older, "old", "json-schema")
        .diffTo(Contract.read(newer, "new", "json-schema"));
  }

  private static String nested(String word, int depth, int shift) {
    String inner = "{\"properties\":{\"z\":{\"minimum\":" + shift + "}}}";
    for (int level = 0; level < depth; level++) {
      String last = inner;
      inner =
          IntStream.range(0, 19)
              .mapToObj(i -> "{\"properties\":{\"a" + i + "\":{\"minimum\":" + (i + shift) + "}}}")
              .collect(Collectors.joining(",", "{\"" + word + "\":[", "," + last + "]}"));
    }
    return inner;
  }

  @ParameterizedTest
  @ValueSource(strings = {"oneOf", "anyOf"})
  void twentyAlternativesNestedFiveTimesEnd(String word) {
    assertThat(diff(nested(word, 5, 0), nested(word, 5, 1)).verdict())
        .isNotEqualTo(Verdict.COMPATIBLE);
  }

  @Test
  void referencesInACircleAreUnknown() {
    String circle =
        "{\"definitions\":{\"a\":{\"$ref\":\"#/definitions/b\"},\"b\":{\"$ref\":\"#/definitions/a\"}},"
            + "\"$ref\":\"#/definitions/a\"}";
    assertThat(diff(circle, "{\"type\":\"string\"}").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void remoteReferencesAreNotFetched() {
    ContractDiff diff = diff("{\"$ref\":\"http://192.0.2.1/x.json\"}", "{\"type\":\"string\"}");
    assertThat(diff.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(diff.reason()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"^(a+)+$", "(a|b)*a(a|b){30}$", "((((a{100}){100}){100}){100})", "^(a|aa)+$"})
  void patternsThatExplodeEnd(String pattern) {
    ContractDiff diff =
        diff(
            "{\"type\":\"string\",\"pattern\":\"" + pattern + "\"}",
            "{\"type\":\"string\",\"pattern\":\"^b$\"}");
    assertThat(diff.verdict()).isNotEqualTo(Verdict.COMPATIBLE);
  }

  @Test
  void aLongTextIsMatchedInLinearTime() {
    String text = "a".repeat(50_000);
    ContractDiff diff = diff("{\"const\":\"" + text + "\"}", "{\"pattern\":\"^(a+)+b$\"}");
    assertThat(diff.verdict()).isEqualTo(Verdict.BREAKING);
  }

  @Test
  void tenMegabytesOfWordsAreRead() {
    String big = "{\"description\":\"" + "x".repeat(10 << 20) + "\",\"maxLength\":3}";
    assertThat(diff(big, big).verdict()).isEqualTo(Verdict.COMPATIBLE);
    ContractDiff diff = diff(big, big.replace(":3}", ":2}"));
    assertThat(diff.verdict()).isEqualTo(Verdict.BREAKING);
  }

  @Test
  void tenMegabytesOfFieldsAreUnknownUnlessTheyAreTheSame() {
    String fields =
        IntStream.range(0, 350_000)
            .mapToObj(i -> "\"field" + i + "\":{\"maxLength\":30}")
            .collect(Collectors.joining(",", "{\"properties\":{", "}}"));
    assertThat(fields.length()).isGreaterThan(9 << 20);
    assertThat(diff(fields, fields).verdict()).isEqualTo(Verdict.COMPATIBLE);
    ContractDiff diff = diff(fields, fields.replaceFirst("30", "20"));
    assertThat(diff.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(diff.reason()).contains("is not read");
  }

  @Test
  void aListOfManyValuesIsComparedInLinearTime() {
    String many =
        IntStream.range(0, 50_000)
            .mapToObj(i -> "\"v" + i + "\"")
            .collect(Collectors.joining(",", "{\"enum\":[", "]}"));
    assertThat(diff(many, many.replace("\"v49999\"", "\"w\"")).verdict())
        .isEqualTo(Verdict.BREAKING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"minProperties", "minItems", "minLength"})
  void countsInTheBillionsEnd(String keyword) {
    String most = keyword.replace("min", "max");
    assertThat(diff("{\"" + keyword + "\":1000000000}", "{\"" + most + "\":5}").verdict())
        .isNotEqualTo(Verdict.COMPATIBLE);
  }

  @Test
  void numbersWithHugeExponentsEnd() {
    assertThat(diff("{\"multipleOf\":1e30000}", "{\"multipleOf\":3}").verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aSmallBudgetEndsInUnknownWithItsReason() {
    Containment answer =
        Containment.of(
            Schemas.of(nested("oneOf", 3, 0)), Schemas.of(nested("oneOf", 3, 1)), false, 20);
    assertThat(answer.truth()).isEqualTo(Truth.MAYBE);
    assertThat(answer.reason()).contains("budget");
  }
}

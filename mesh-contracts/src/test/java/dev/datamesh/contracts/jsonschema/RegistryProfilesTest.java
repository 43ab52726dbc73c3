package dev.datamesh.contracts.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.Formats;
import dev.datamesh.contracts.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryProfilesTest {

  @ParameterizedTest(name = "{0} -> {1}: strict {2}, lenient {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | {\"b\":{\"type\":\"string\"}} | BREAKING | COMPATIBLE",
        "{\"b\":{\"type\":\"string\"}} | {} | COMPATIBLE | COMPATIBLE",
        "{\"b\":{\"maximum\":5}} | {\"b\":{\"maximum\":4}} | BREAKING | BREAKING",
        "{\"b\":{\"type\":\"string\"}} | {\"b\":{\"type\":\"string\",\"format\":\"date\"}} |"
            + " COMPATIBLE | COMPATIBLE"
      })
  void registriesDifferAboutNewPropertiesAndSkipKeywords(
      String before, String after, Verdict strict, Verdict lenient) {
    assertThat(judged(before, after, "confluent-strict")).isEqualTo(strict);
    assertThat(judged(before, after, "confluent-lenient")).isEqualTo(lenient);
    assertThat(judged(before, after, "apicurio")).isEqualTo(lenient);
  }

  private static Verdict judged(String before, String after, String profile) {
    return schema(before)
        .diffTo(schema(after), Comparison.standard().withProfile(Formats.profile(profile)))
        .verdict();
  }

  private static Contract schema(String properties) {
    return Contract.read(
        "{\"type\":\"object\",\"properties\":" + properties + "}", "schema.json", "json-schema");
  }
}

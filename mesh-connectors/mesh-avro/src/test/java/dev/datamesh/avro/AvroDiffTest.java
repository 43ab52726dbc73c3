package dev.datamesh.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Severity;
import dev.datamesh.contracts.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroDiffTest {

  private static Contract record(String field) {
    return Contract.read(
        """
        {
          "type": "record", "name": "Order",
          "fields": [
            {"name": "id", "type": "long"},
            %s
          ]
        }
        """
            .formatted(field),
        "order.avsc");
  }

  private static ContractDiff diff(String before, String after, Mode mode) {
    return record(before).diffTo(record(after), Comparison.standard().withMode(mode));
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"name\":\"a\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}}'"
            + " | '{\"name\":\"a\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":4}}'"
            + " | decimal-changed",
        "'{\"name\":\"a\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}' |"
            + " '{\"name\":\"a\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}}'"
            + " | logical-type-changed",
        "'{\"name\":\"a\",\"type\":\"int\"}' |"
            + " '{\"name\":\"a\",\"type\":{\"type\":\"int\",\"logicalType\":\"date\"}}' |"
            + " logical-type-changed",
        "'{\"name\":\"a\",\"type\":\"long\"}' | '{\"name\":\"a\",\"type\":\"float\"}' |"
            + " lossy-promotion",
        "'{\"name\":\"a\",\"type\":\"int\"}' | '{\"name\":\"a\",\"type\":\"float\"}' |"
            + " lossy-promotion"
      })
  void whatTheLibraryDoesNotLookAtIsAWarning(String before, String after, String rule) {
    ContractDiff diff = diff(before, after, Mode.BACKWARD);

    assertThat(diff.verdict()).isEqualTo(Verdict.COMPATIBLE);
    assertThat(diff.warnings()).extracting(Finding::rule).contains(rule);
    ContractDiff library =
        record(before).diffTo(record(after), Comparison.standard().withProfile(AvroFormat.AVRO));
    assertThat(library.findings()).isEmpty();
  }

  @Test
  void theModeDecidesWhoReads() {
    String plain = "{\"name\": \"note\", \"type\": \"string\"}";
    String more = plain + ", {\"name\": \"vat\", \"type\": \"double\"}";

    assertThat(diff(plain, more, Mode.BACKWARD).breaking())
        .extracting(Finding::rule)
        .containsExactly("READER_FIELD_MISSING_DEFAULT_VALUE");
    assertThat(diff(plain, more, Mode.FORWARD).verdict()).isEqualTo(Verdict.COMPATIBLE);
    assertThat(diff(more, plain, Mode.FORWARD).verdict()).isEqualTo(Verdict.BREAKING);
    assertThat(diff(more, plain, Mode.FULL).verdict()).isEqualTo(Verdict.BREAKING);
  }

  @Test
  void findingsHavePlacesAndADatumProvesTheBreak() {
    ContractDiff diff =
        diff(
            "{\"name\": \"a\", \"type\": \"string\"}",
            "{\"name\": \"a\", \"type\": \"int\"}",
            Mode.BACKWARD);

    Finding finding = diff.breaking().get(0);
    assertThat(finding.rule()).isEqualTo("TYPE_MISMATCH");
    assertThat(finding.path()).isEqualTo("/fields/1/type");
    assertThat(finding.newer().position().line()).isEqualTo(5);
    assertThat(finding.severity()).isEqualTo(Severity.BREAKING);
    assertThat(diff.witness().orElseThrow().json()).contains("\"a\": \"text\"");
  }

  @Test
  void aRecursionDoesNotHideAnIncompatibilityBehindAUnion() {
    Contract writer =
        Contract.read(
            "{\"type\":\"record\",\"name\":\"N\",\"fields\":[{\"name\":\"next\",\"type\":"
                + "[\"null\",\"N\"]},{\"name\":\"v\",\"type\":\"string\"}]}",
            "w");
    Contract reader =
        Contract.read(
            "{\"type\":\"record\",\"name\":\"N\",\"fields\":[{\"name\":\"next\",\"type\":"
                + "[\"null\",\"N\"]},{\"name\":\"v\",\"type\":\"int\"}]}",
            "r");

    assertThat(writer.diffTo(reader).breaking())
        .extracting(Finding::path)
        .contains("/fields/1/type");
  }

  @Test
  void anUnreadableSchemaIsReportedWithItsName() {
    assertThatThrownBy(
            () ->
                Contract.read(
                    "{\"type\": \"record\", \"name\": \"A\", \"fields\": [{\"name\": \"x\"}]}",
                    "broken.avsc"))
        .hasMessageContaining("broken.avsc")
        .hasMessageContaining("no Avro schema");
  }
}

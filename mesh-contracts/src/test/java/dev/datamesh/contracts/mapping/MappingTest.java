package dev.datamesh.contracts.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.Contract;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.testkit.RandomRecords;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Core's types come back equal from every format. */
class MappingTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"json-schema", "odcs", "openapi"})
  void coresTypesComeBackEqual(String format) {
    for (int seed = 0; seed < 500; seed++) {
      Map<String, Schema> records = new LinkedHashMap<>();
      RandomRecords random = new RandomRecords(seed);
      records.put("orders", random.schema(3));
      if (seed % 3 == 0) {
        records.put("customers", random.schema(2));
      }
      Mapped<String> text = Mappings.named(format).write(records);
      Map<String, Schema> again =
          Mappings.schemasOf(Contract.read(text.value(), "written", format)).value();
      assertThat(again).as("seed %d%n%s", seed, text.value()).isEqualTo(records);
      assertThat(Contract.read(text.value(), "written").format())
          .as("seed %d%n%s", seed, text.value())
          .isEqualTo(format);
    }
  }

  private static final Schema ORDERS =
      Schema.of(
          "id: int64!, amount: decimal(18,2)!, at: timestamp, region: enum(EU|NA)!, note: string"
              + " pii");

  @Test
  void whatAFormatCannotSayIsListed() {
    assertThat(Mappings.named("json-schema").write(Map.of("orders", ORDERS)).losses())
        .extracting(Object::toString)
        .containsExactly(
            "orders/amount: the precision of decimal(18,2) is a note only",
            "orders/at: a timestamp without zone has no format; it is a note only");
    assertThat(Mappings.named("odcs").write(Map.of("orders", ORDERS)).isExact()).isTrue();
  }

  @Test
  void rulesOnValuesAreLostOnTheWayToCore() {
    Contract schema =
        Contract.read(
            "{\"type\": \"object\", \"title\": \"t\", \"properties\": {\"a\": {\"type\":"
                + " \"integer\", \"minimum\": 3}}}",
            "s.json",
            "json-schema");

    assertThat(Mappings.schemasOf(schema).losses())
        .extracting(Object::toString)
        .containsExactly("t/a: the rule minimum 3");
  }

  @Test
  void contractsOfTwoFormatsAreCompared() {
    Contract odcs =
        Contract.read(Mappings.named("odcs").write(Map.of("orders", ORDERS)).value(), "o.yaml");
    Contract json =
        Contract.read(
            Mappings.named("json-schema")
                .write(
                    Map.of(
                        "Orders",
                        Schema.of(
                            "id: int64!, amount: string!, at: timestamp, region: enum(EU|NA)!, vat:"
                                + " float64")))
                .value(),
            "o.json");

    assertThat(
            Mappings.diff(odcs, json, dev.datamesh.contracts.Mode.READERS).value().stream()
                .filter(dev.datamesh.contracts.Finding::isBreaking))
        .extracting(finding -> finding.rule() + " " + finding.path())
        .containsExactlyInAnyOrder("type-changed orders/amount", "column-removed orders/note");
    assertThat(Mappings.diff(odcs, odcs, dev.datamesh.contracts.Mode.FULL).value()).isEmpty();
  }
}

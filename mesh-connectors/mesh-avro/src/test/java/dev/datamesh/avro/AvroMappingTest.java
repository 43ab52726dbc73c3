package dev.datamesh.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.mapping.Mapped;
import dev.datamesh.contracts.mapping.Mappings;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.testkit.RandomRecords;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Core's types come back equal from every format. */
class AvroMappingTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"avro"})
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

  @Test
  void logicalTypesAreAvrosOwn() {
    String avro =
        Mappings.named("avro")
            .write(
                Map.of("orders", Schema.of("at: timestamp_tz!, amount: decimal(10,2)!, day: date")))
            .value();

    assertThat(avro)
        .contains("\"timestamp-micros\"")
        .contains("\"precision\":10")
        .contains("[\"null\",{\"type\":\"int\",\"logicalType\":\"date\"}]");
  }
}

package dev.datamesh.protobuf;

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
class ProtobufMappingTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"protobuf"})
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
      // The shorthand: lists of lists keep their type in a comment, which has no room for texts.
      assertThat(again.toString())
          .as("seed %d%n%s", seed, text.value())
          .isEqualTo(records.toString());
      assertThat(Contract.read(text.value(), "written").format())
          .as("seed %d%n%s", seed, text.value())
          .isEqualTo(format);
    }
  }

  @Test
  void whatProtobufCannotSayStandsInAComment() {
    Mapped<String> proto =
        Mappings.named("protobuf")
            .write(
                Map.of(
                    "Order",
                    Schema.of("id: int64!, amount: decimal(10,2)!, tags: list<string!>!")));

    assertThat(proto.value())
        .contains("int64 id = 1;")
        .contains("// mesh: amount: decimal(10,2)!\n  string amount = 2;")
        .contains("repeated string tags = 3;");
    assertThat(proto.losses()).hasSize(1);
  }
}

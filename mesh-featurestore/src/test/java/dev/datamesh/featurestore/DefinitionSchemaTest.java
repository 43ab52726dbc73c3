package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.featurestore.definition.DefinitionReader;
import dev.datamesh.featurestore.definition.DefinitionWriter;
import dev.datamesh.featurestore.definition.Definitions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published JSON Schema says what the reader does, by networknt's judgement. */
class DefinitionSchemaTest {

  private static final Schema SCHEMA = schema();

  private static Schema schema() {
    try (InputStream text = DefinitionReader.class.getResourceAsStream(DefinitionReader.SCHEMA)) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(text.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> complaints(String json) {
    return SCHEMA.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  private static String json(String yaml) {
    return DocumentWriter.json().write(DocumentReader.standard().read(yaml, "definitions"));
  }

  private static Definitions read(String yaml) {
    return DefinitionReader.read(yaml, "definitions", Path.of("/data"));
  }

  static final List<String> GOOD =
      List.of(
          RegistryTest.VIEWS,
          """
          entities:
            customer: {keys: {customer: string}}
            shop: {keys: {shop: int64}}
          views:
            spend:
              entities: [customer, shop]
              ttl: PT6H                       # optional, ISO-8601 duration
              source: {csv: spend.csv, eventTime: event_timestamp, createdTime: created}
              features: {amount: float64, visits: int64}
          """,
          """
          views:
            rates:                                # global
              source: {eventTime: t}
              features: {rate: {type: "decimal(18,6)", description: EUR, pick: latest_non_null}}
            churned:
              label_horizon: P90D
              bounds: open_end
              ttl: P1DT2H3M4.5S
              source: {frame: true, eventTime: t, columns: {churned: c}}
              features: {churned: boolean}
          """,
          """
          entities: {e: {keys: {k: date, l: "enum(a|b)"}, description: two keys}}
          views:
            v:
              entities: [e]
              ttl: PT0S
              source: {parquet: ../orders, eventTime: at, zone: Europe/Berlin}
              features: {a: "list<int64>", b: "struct<x: int32>", c: float, d: double}
            w:
              entities: [e]
              source: {files: x.orc, format: orc, eventTime: at, frame: false}
              features: {z: timestamp_tz}
          services: {s: {features: ["v@v0:a", {feature: "w:z", as: r, keys: {k: kk}}], tags: {n: 1}}}
          """,
          "{}");

  @ParameterizedTest
  @FieldSource("GOOD")
  void whatTheReaderTakesTheSchemaTakesAndWhatIsWrittenBackToo(String yaml) {
    assertThat(complaints(json(yaml))).isEmpty();
    Definitions read = read(yaml);
    String written = DocumentWriter.json().write(DefinitionWriter.document(read));
    assertThat(complaints(written)).isEmpty();
    assertThat(read(written)).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "entitys: {}",
        "entities: {e: {keys: {}}}",
        "entities: {e: {}}",
        "entities: {\"a@b\": {keys: {k: string}}}",
        "entities: {e: {keys: {\"k:1\": string}}}",
        "views: {v: {features: {a: int64}}}",
        "views: {v: {source: {eventTime: t}}}",
        "views: {v: {source: {eventTime: t}, features: {}}}",
        "views: {v: {source: {csv: x.csv}, features: {a: int64}}}",
        "views: {v: {source: {eventTime: ''}, features: {a: int64}}}",
        "views: {v: {source: {eventTime: t}, features: {a: }}}",
        "views: {v: {source: {eventTime: t}, features: {a: {pick: latest_row}}}}",
        "views: {v: {source: {eventTime: t}, features: {a: {type: int64, pick: newest}}}}",
        "views: {v: {source: {eventTime: t}, features: {a: int64}, ttl: 6h}}",
        "views: {v: {source: {eventTime: t}, features: {a: int64}, ttl: P1M}}",
        "views: {v: {source: {eventTime: t}, features: {a: int64}, ttl: PT}}",
        "views: {v: {source: {eventTime: t}, features: {a: int64}, bounds: half}}",
        "views: {v: {source: {eventTime: t}, features: {a: int64}, online: yes please}}",
        "views: {v: {source: {eventTime: t}, features: {a: int64}, colour: red}}",
        "views: {v: {source: {eventTime: t, csv: a, frame: true}, features: {a: int64}}}",
        "views: {v: {source: {eventTime: t, csv: a, parquet: b}, features: {a: int64}}}",
        "views: {v: {source: {eventTime: t, files: a}, features: {a: int64}}}",
        "views: {v: {source: {eventTime: t, format: orc}, features: {a: int64}}}",
        "views: [v]",
        "services: {s: {features: []}}",
        "services: {s: {features: [v]}}",
        "services: {s: {features: ['v@2:a']}}",
        "services: {s: {features: [{as: x}]}}",
        "on_demand_views: {o: {features: {a: int64}}}",
        "on_demand_views: {o: {function: f}}",
        "on_demand_views: {o: {function: f, version: 1.5, features: {a: int64}}}",
        "on_demand_views: {o: {function: f, version: -1, features: {a: int64}}}"
      })
  void whatTheSchemaRefusesTheReaderRefusesWithAPlace(String yaml) {
    assertThat(complaints(json(yaml))).isNotEmpty();
    assertThatThrownBy(() -> read(yaml)).isInstanceOf(InvalidInputException.class);
  }

  /** What only the whole file tells is the reader's to say. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "views: {v: {entities: [nobody], source: {eventTime: t}, features: {a: int64}}}",
        "views: {v: {source: {eventTime: t}, features: {a: integer64}}}",
        "views: {v: {source: {eventTime: t}, features: {a: int64, A: int64}}}",
        "views: {v: {source: {eventTime: t, zone: Mars}, features: {a: int64}}}",
        "views: {v: {source: {eventTime: t}, features: {a: int64}, label_horizon: P1D, online:"
            + " true}}",
        "entities: {e: {keys: {k: float64}}}"
      })
  void whatOnlyTheWholeFileTellsTheReaderRefuses(String yaml) {
    assertThat(complaints(json(yaml))).isEmpty();
    assertThatThrownBy(() -> read(yaml)).isInstanceOf(InvalidInputException.class);
  }
}

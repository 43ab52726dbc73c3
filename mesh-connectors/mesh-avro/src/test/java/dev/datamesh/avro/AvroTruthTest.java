package dev.datamesh.avro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

/**
 * Single edits of random schemas, labelled by the Avro library: by decoding data, and by its own
 * checker. {@code -Dmesh.avro.edits} sets their number.
 */
class AvroTruthTest {

  private static final int EDITS = Integer.getInteger("mesh.avro.edits", 3_000);

  @Test
  void noVerdictContradictsWhatTheLibraryDecodes() {
    int compatible = 0;
    int breaking = 0;
    for (int seed = 0; seed < EDITS; seed++) {
      RandomSchemas schemas = new RandomSchemas(seed, false);
      Schema writer = schemas.record(3);
      Schema reader = parsed(schemas.edited(writer));
      boolean reads = AvroResolution.reads(reader, writer);
      boolean decoded =
          Data.of(writer).stream().allMatch(datum -> Data.decodes(datum, writer, reader));
      assertThat(decoded)
          .as("seed %d%nwriter %s%nreader %s", seed, writer, reader)
          .isEqualTo(reads);
      compatible += reads ? 1 : 0;
      breaking += reads ? 0 : 1;
    }
    assertThat(compatible).isGreaterThan(EDITS / 10);
    assertThat(breaking).isGreaterThan(EDITS / 10);
  }

  private static Schema parsed(Schema schema) {
    return new Schema.Parser().parse(schema.toString());
  }

  @Test
  void typesAndLocationsAreThoseOfTheLibrary() {
    for (int seed = 0; seed < EDITS; seed++) {
      RandomSchemas schemas = new RandomSchemas(1_000_000 + seed, true);
      Schema writer = schemas.record(3);
      Schema reader = parsed(schemas.edited(parsed(schemas.edited(writer))));
      SchemaCompatibility.SchemaCompatibilityResult library;
      try {
        library = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
      } catch (AvroRuntimeException e) {
        continue;
      }
      List<Incompatibility> own = AvroResolution.between(reader, writer);
      assertThat(own.isEmpty())
          .as("seed %d%nwriter %s%nreader %s", seed, writer, reader)
          .isEqualTo(library.getCompatibility() == SchemaCompatibilityType.COMPATIBLE);
      Set<String> theirs =
          library.getIncompatibilities().stream()
              .map(found -> found.getType() + " " + found.getLocation())
              .collect(Collectors.toSet());
      assertThat(own.stream().map(found -> found.type() + " " + found.location()))
          .as("seed %d%nwriter %s%nreader %s", seed, writer, reader)
          .containsExactlyInAnyOrderElementsOf(theirs);
    }
  }
}

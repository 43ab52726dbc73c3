package dev.datamesh.cli.domains;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.datamesh.core.Problem;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The answer of {@code mesh domains check} for machines. */
final class JsonReport {

  /** Writes the fields of the object. */
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private JsonReport() {}

  static String of(Path file, Domains domains) {
    return object(
        json -> {
          start(json, file, true, List.of());
          json.writeArrayFieldStart("domains");
          for (Domain domain : domains.all()) {
            json.writeStartObject();
            json.writeStringField("name", domain.name());
            json.writeStringField("owner", domain.owner());
            json.writeNumberField("data_products", domain.dataProducts().size());
            json.writeNumberField("dependencies", domain.dependencies().size());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  static String of(Path file, List<Problem> problems) {
    return object(json -> start(json, file, false, problems));
  }

  private static void start(JsonGenerator json, Path file, boolean valid, List<Problem> problems)
      throws IOException {
    json.writeStringField("file", file.toString());
    json.writeBooleanField("valid", valid);
    json.writeArrayFieldStart("problems");
    for (Problem problem : problems) {
      json.writeStartObject();
      json.writeStringField("path", problem.path());
      json.writeNumberField("line", problem.position().line());
      json.writeNumberField("column", problem.position().column());
      json.writeStringField("message", problem.message());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String object(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}

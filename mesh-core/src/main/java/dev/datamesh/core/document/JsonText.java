package dev.datamesh.core.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes trees as JSON by Jackson's generator. */
final class JsonText {

  private JsonText() {}

  static String write(Node node, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JsonFactory.builder().build().createGenerator(text)) {
      if (pretty) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        json.setPrettyPrinter(printer);
      }
      write(node, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pretty ? text.append('\n').toString() : text.toString();
  }

  private static void write(Node node, JsonGenerator json) throws IOException {
    if (node instanceof Node.Mapping mapping) {
      json.writeStartObject();
      for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
        json.writeFieldName(entry.getKey());
        write(entry.getValue().value(), json);
      }
      json.writeEndObject();
    } else if (node instanceof Node.Sequence sequence) {
      json.writeStartArray();
      for (Node item : sequence.items()) {
        write(item, json);
      }
      json.writeEndArray();
    } else if (node instanceof Node.Text text) {
      json.writeString(text.value());
    } else if (node instanceof Node.Num number) {
      json.writeNumber(number.value());
    } else if (node instanceof Node.Bool bool) {
      json.writeBoolean(bool.value());
    } else {
      json.writeNull();
    }
  }
}

package dev.datamesh.core.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON texts as lists, maps, strings, numbers and truths, and back. */
final class JsonValues {

  private JsonValues() {}

  static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(100).maxNumberLength(1000).build())
        .build();
  }

  /** The value of a JSON text, or null where it is none. */
  static @Nullable Object parse(String text) {
    try (JsonParser parser = factory().createParser(text)) {
      Object value = value(parser, parser.nextToken());
      return parser.nextToken() == null ? value : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** The text itself where it is JSON, else null. */
  static @Nullable String checked(String text) {
    try (JsonParser parser = factory().createParser(text)) {
      if (parser.nextToken() == null) {
        return null;
      }
      parser.skipChildren();
      return parser.nextToken() == null ? text : null;
    } catch (IOException e) {
      return null;
    }
  }

  static @Nullable Object value(JsonParser parser, @Nullable JsonToken token) throws IOException {
    if (token == null) {
      return null;
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      map.put(key, value(parser, parser.nextToken()));
    }
    return map;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY;
        item = parser.nextToken()) {
      list.add(value(parser, item));
    }
    return list;
  }

  static String text(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = factory().createGenerator(text)) {
      write(generator, value);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return text.toString();
  }

  static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else if (value instanceof Integer || value instanceof Long) {
      generator.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double real) {
      if (Double.isFinite(real)) {
        generator.writeNumber(real);
      } else {
        generator.writeString(real.toString());
      }
    } else if (value instanceof Float real) {
      if (Float.isFinite(real)) {
        generator.writeNumber(real);
      } else {
        generator.writeString(real.toString());
      }
    } else if (value instanceof java.math.BigDecimal decimal) {
      generator.writeNumber(decimal);
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName(String.valueOf(entry.getKey()));
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof Iterable<?> items) {
      generator.writeStartArray();
      for (Object item : items) {
        write(generator, item);
      }
      generator.writeEndArray();
    } else {
      generator.writeString(
          Values.text(dev.datamesh.core.schema.FieldType.Primitive.STRING, value));
    }
  }
}

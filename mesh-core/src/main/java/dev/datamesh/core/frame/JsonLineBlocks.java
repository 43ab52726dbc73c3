package dev.datamesh.core.frame;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A JSON object a row, read by jackson-core. */
final class JsonLineBlocks implements FrameBlocks {

  private final TextSource source;
  private final int rowsPerBlock;
  private final Schema schema;
  private final List<ColumnBuilder> columns;
  private final Map<String, Integer> places = new HashMap<>();
  private final JsonParser parser;
  private @Nullable JsonToken ahead;
  private long row;

  JsonLineBlocks(
      String name, TextSource source, Schema schema, Conversion conversion, int rowsPerBlock) {
    this.source = source;
    this.rowsPerBlock = rowsPerBlock;
    this.schema = schema;
    this.columns = FrameBuilder.builders(schema, conversion);
    for (Field field : schema.fields()) {
      places.put(field.name(), places.size());
    }
    try {
      parser = JsonValues.factory().createParser(source.reader());
      ahead = token();
    } catch (IOException e) {
      throw source.failure(e);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private @Nullable JsonToken token() {
    try {
      return parser.nextToken();
    } catch (StreamReadException e) {
      throw problem("", "is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw source.failure(e);
    }
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public Frame next() {
    if (ahead == null) {
      throw new NoSuchElementException();
    }
    for (int count = 0; count < rowsPerBlock && ahead != null; count++) {
      row++;
      readRow();
      ahead = token();
    }
    return new Frame(columns.stream().map(ColumnBuilder::build).toList());
  }

  private void readRow() {
    if (ahead != JsonToken.START_OBJECT) {
      throw problem("/" + row, "expected an object, found " + ahead);
    }
    @Nullable Object[] values = new Object[columns.size()];
    boolean[] given = new boolean[columns.size()];
    for (JsonToken token = token(); token != JsonToken.END_OBJECT; token = token()) {
      Integer place = field();
      JsonToken start = token();
      if (place == null) {
        skip();
      } else if (given[place]) {
        throw unfit(place, "the key stands in the row twice");
      } else {
        given[place] = true;
        values[place] = value(start);
      }
    }
    for (int place = 0; place < values.length; place++) {
      Object value = values[place];
      if (!columns.get(place).add(fitting(place, value))) {
        throw unfit(
            place,
            "expected %s, found %s"
                .formatted(Values.expectation(schema.fields().get(place)), Values.shown(value)));
      }
    }
  }

  /** A column of JSON keeps the text of what stood there, also of strings. */
  private @Nullable Object fitting(int place, @Nullable Object value) {
    return value != null && schema.fields().get(place).type() == Primitive.JSON
        ? JsonValues.text(value)
        : value;
  }

  private @Nullable Integer field() {
    try {
      return places.get(parser.currentName());
    } catch (IOException e) {
      throw source.failure(e);
    }
  }

  private void skip() {
    try {
      parser.skipChildren();
    } catch (StreamReadException e) {
      throw problem("/" + row, "is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw source.failure(e);
    }
  }

  private @Nullable Object value(@Nullable JsonToken start) {
    try {
      return JsonValues.value(parser, start);
    } catch (StreamReadException e) {
      throw problem("/" + row, "is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw source.failure(e);
    }
  }

  private InvalidInputException unfit(int place, String message) {
    String name = schema.fields().get(place).name();
    return problem("/" + row + "/" + name, "column \"%s\": %s".formatted(name, message));
  }

  private InvalidInputException problem(String path, String message) {
    SourcePosition at =
        new SourcePosition(
            source.name(),
            parser.currentLocation().getLineNr(),
            parser.currentLocation().getColumnNr());
    return new InvalidInputException(
        "Cannot read %s, line %d (row %d): %s"
            .formatted(source.name(), at.line(), Math.max(1, row), message),
        List.of(new Problem(path, at, message)),
        null);
  }

  @Override
  public void close() {
    ahead = null;
    source.close();
  }
}

package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBuilder;
import dev.datamesh.core.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows and spines written as values in a row, and frames read as text. */
final class TestRows {

  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  private TestRows() {}

  /** So many seconds after the beginning of 2024. */
  static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  /** Values row by row. */
  static Frame rows(String schema, Object... values) {
    Schema columns = Schema.of(schema);
    FrameBuilder rows = Frame.builder(columns);
    int width = columns.fields().size();
    for (int from = 0; from < values.length; from += width) {
      rows.row(Arrays.copyOfRange(values, from, from + width));
    }
    return rows.build();
  }

  /** A column's values as text. */
  static List<String> texts(Frame frame, String column) {
    List<String> texts = new ArrayList<>();
    Column values = frame.column(column);
    for (long row = 0; row < values.rows(); row++) {
      texts.add(String.valueOf(values.get(row)));
    }
    return texts;
  }
}

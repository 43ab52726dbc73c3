package dev.datamesh.core.frame;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects rows and seals them into a {@link Frame}.
 *
 * <p>Values are taken in the type's own form ({@link Column#get} lists them) and where no
 * information is lost in others: whole numbers of any width, numbers and times as text,
 * OffsetDateTime and ZonedDateTime for instants, enum constants for strings. For one thread at a
 * time.
 */
public final class FrameBuilder {

  private final Schema schema;
  private List<ColumnBuilder> columns;

  FrameBuilder(Schema schema, Conversion conversion) {
    this.schema = schema;
    this.columns = builders(schema, conversion);
  }

  static List<ColumnBuilder> builders(Schema schema, Conversion conversion) {
    return schema.fields().stream().map(field -> ColumnBuilder.of(field, conversion)).toList();
  }

  /** The zone of times that name none; without it they are refused. Call before the first row. */
  public FrameBuilder zone(ZoneId zone) {
    return with(new Conversion(zone, conversion().rounding()));
  }

  /** How instants between two microseconds are rounded; down by default. Call before rows. */
  public FrameBuilder rounding(Rounding rounding) {
    return with(new Conversion(conversion().zone(), rounding));
  }

  private FrameBuilder with(Conversion conversion) {
    if (rows() > 0) {
      throw new InvalidInputException("Cannot change how times are read after the first row");
    }
    columns = builders(schema, conversion);
    return this;
  }

  private Conversion conversion() {
    return columns.isEmpty() ? Conversion.STRICT : columns.get(0).conversion;
  }

  /** How many rows have been added. */
  public long rows() {
    return columns.isEmpty() ? 0 : columns.get(0).rows();
  }

  /** Adds a row of values in the schema's order. */
  public FrameBuilder row(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new InvalidInputException(
          "Cannot add row %d, it has %d values and the schema %d: %s"
              .formatted(rows(), values.length, columns.size(), schema.names()));
    }
    long row = rows();
    for (int i = 0; i < values.length; i++) {
      if (!columns.get(i).add(values[i])) {
        throw ArrayColumns.unfit(schema.fields().get(i), row, values[i]);
      }
    }
    return this;
  }

  /** Adds a row by column name; a missing key is null, an unknown one is refused. */
  public FrameBuilder map(Map<String, ?> values) {
    List<String> names = schema.names();
    if (!names.containsAll(values.keySet())) {
      List<String> unknown = new ArrayList<>(values.keySet());
      unknown.removeAll(names);
      throw new InvalidInputException(
          "Cannot add row %d, it has unknown columns %s: the schema has %s"
              .formatted(rows(), unknown, names));
    }
    @Nullable Object[] row = new Object[columns.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = values.get(names.get(i));
    }
    return row(row);
  }

  /** Adds all rows of a frame whose columns are found by name. */
  public FrameBuilder frame(Frame rows) {
    List<Column> sources = schema.fields().stream().map(f -> rows.column(f.name())).toList();
    for (long row = 0; row < rows.rows(); row++) {
      @Nullable Object[] values = new Object[sources.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = sources.get(i).get(row);
      }
      row(values);
    }
    return this;
  }

  /** Seals the rows; the builder begins anew. */
  public Frame build() {
    return new Frame(columns.stream().map(ColumnBuilder::build).toList());
  }

  /** All rows of the blocks, one after another. */
  static Frame concat(Schema schema, List<Frame> blocks) {
    List<Column> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      List<Column> parts = blocks.stream().map(block -> block.column(field.name())).toList();
      columns.add(concat(field, parts));
    }
    return new Frame(columns);
  }

  private static Column concat(Field field, List<Column> parts) {
    boolean nulls = parts.stream().anyMatch(Column::hasNulls);
    Field kept =
        nulls && !field.nullable()
            ? new Field(field.name(), field.type(), true, field.description(), field.marks())
            : field;
    Column bulk = JoinedColumns.column(kept, parts);
    if (bulk != null) {
      return bulk;
    }
    ColumnBuilder builder = ColumnBuilder.of(kept, Conversion.STRICT);
    for (Column part : parts) {
      if (!part.type().equals(field.type())) {
        throw new InvalidInputException(
            "Cannot put frames together, column \"%s\" is %s in one and %s in another"
                .formatted(field.name(), field.type(), part.type()));
      }
      builder.addAll(part);
    }
    return builder.build();
  }
}

package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.FeatureView;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings rows under a view's names and types; narrower numbers widen, nothing else is guessed. */
final class FittingRows {

  private FittingRows() {}

  /** The rows' columns that the view has, under its names and with its types. */
  static Frame of(FeatureView view, Frame frame) {
    List<Column> columns = new ArrayList<>();
    for (Field field : ViewRows.columns(view)) {
      String name = ViewRows.sourceName(view, field.name());
      find(view, frame.schema(), name);
      columns.add(converted(view, field, frame.column(name)));
    }
    return Frame.of(columns);
  }

  /** Refuses rows without a column that the view reads. */
  static void find(FeatureView view, Schema there, String column) {
    if (there.find(column).isEmpty()) {
      throw new InvalidInputException(
          "Cannot take rows of view \"%s\", column \"%s\" is missing: there are %s"
              .formatted(view.name(), column, there.names()));
    }
  }

  private static Column converted(FeatureView view, Field field, Column column) {
    FieldType from = column.type();
    FieldType to = field.type();
    if (from.equals(to)) {
      return column.withField(field);
    }
    if (from == Primitive.TIMESTAMP && to == Primitive.TIMESTAMP_TZ) {
      return instants(view, field, column);
    }
    if (!widens(from, to)) {
      throw new InvalidInputException(
          "Cannot take rows of view \"%s\", column \"%s\" is %s: expected %s"
              .formatted(view.name(), column.name(), from, to));
    }
    requireExact(view, column, to);
    if (isWhole(from) && to == Primitive.INT64) {
      return Column.of(field, longs(column), Math.toIntExact(column.rows()), nulls(column));
    }
    if (isReal(from) && to == Primitive.FLOAT64) {
      double[] values = new double[Math.toIntExact(column.rows())];
      column.copyDoubles(0, values, 0, values.length);
      return Column.of(field, values, values.length, nulls(column));
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (long row = 0; row < column.rows(); row++) {
      values.add(column.get(row));
    }
    return Column.of(field, values);
  }

  /** Refuses numbers that a real type has no near one of: whole ones change, great ones end. */
  private static void requireExact(FeatureView view, Column column, FieldType to) {
    if (!isReal(to) || column.type() == Primitive.FLOAT32) {
      return;
    }
    for (long row = 0; row < column.rows(); row++) {
      if (!column.isNull(row) && !fits(column, row, to == Primitive.FLOAT32)) {
        throw new InvalidInputException(
            "Cannot take row %d of view \"%s\", its %s %s is no %s: declare the feature as %s"
                .formatted(row, view.name(), column.name(), column.get(row), to, column.type()));
      }
    }
  }

  private static boolean fits(Column column, long row, boolean toFloat) {
    if (isWhole(column.type())) {
      long value = column.getLong(row);
      double near = toFloat ? (float) value : (double) value;
      // The greatest long itself has no double: its neighbour would be cut back to it.
      return near != 0x1p63 && (long) near == value;
    }
    double value = column.getDouble(row);
    return !toFloat || Double.isInfinite(value) || !Float.isInfinite((float) value);
  }

  private static long[] longs(Column column) {
    long[] values = new long[Math.toIntExact(column.rows())];
    column.copyLongs(0, values, 0, values.length);
    return values;
  }

  private static BitSet nulls(Column column) {
    BitSet nulls = new BitSet();
    if (column.hasNulls()) {
      for (int row = 0; row < column.rows(); row++) {
        nulls.set(row, column.isNull(row));
      }
    }
    return nulls;
  }

  /** Local times are instants in the source's zone; without one nobody knows when they were. */
  private static Column instants(FeatureView view, Field field, Column column) {
    ZoneId zone =
        view.source()
            .zone()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "Cannot take rows of view \"%s\", column \"%s\" has times without a zone: give the source its zone"
                            .formatted(view.name(), column.name())));
    long[] values = longs(column);
    BitSet nulls = nulls(column);
    for (int row = 0; row < values.length; row++) {
      if (!nulls.get(row)) {
        long second = Math.floorDiv(values[row], 1_000_000L);
        LocalDateTime local = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        long shifted = local.atZone(zone).toEpochSecond();
        values[row] = Math.addExact(values[row], (shifted - second) * 1_000_000L);
      }
    }
    return Column.of(field, values, values.length, nulls);
  }

  /** Whether values of one type are taken where another is declared. */
  private static boolean widens(FieldType from, FieldType to) {
    if (isWhole(from)) {
      return isWhole(to) || isReal(to);
    }
    if (isReal(from)) {
      return isReal(to);
    }
    if (from instanceof FieldType.EnumType) {
      return to == Primitive.STRING || to instanceof FieldType.EnumType;
    }
    return from == Primitive.STRING
        ? to instanceof FieldType.EnumType
        : from instanceof FieldType.DecimalType && to instanceof FieldType.DecimalType;
  }

  private static boolean isWhole(FieldType type) {
    return type == Primitive.INT32 || type == Primitive.INT64;
  }

  private static boolean isReal(FieldType type) {
    return type == Primitive.FLOAT32 || type == Primitive.FLOAT64;
  }
}

package dev.datamesh.core.frame;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The rows of a result set. */
final class JdbcBlocks implements FrameBlocks {

  private static final int MOST_DIGITS = 38;
  private static final String NAME = "a result set";

  private final ResultSet results;
  private final int rowsPerBlock;
  private final Schema schema;
  private final List<ColumnBuilder> columns;
  private final int[] places;

  /** Which columns have times with a zone: drivers lend others the zone of this machine. */
  private final boolean[] zoned;

  private boolean more;
  private long row;

  JdbcBlocks(ResultSet results, @Nullable Schema wanted, Conversion conversion, int rowsPerBlock) {
    this.results = results;
    this.rowsPerBlock = rowsPerBlock;
    try {
      this.schema = wanted == null ? schema(results.getMetaData()) : wanted;
      this.columns = FrameBuilder.builders(schema, conversion);
      this.places = new int[columns.size()];
      this.zoned = new boolean[columns.size()];
      for (int i = 0; i < places.length; i++) {
        places[i] = results.findColumn(schema.fields().get(i).name());
        zoned[i] = hasZone(results.getMetaData(), places[i]);
      }
      more = results.next();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static Schema schema(ResultSetMetaData data) throws SQLException {
    List<Field> fields = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      boolean required = data.isNullable(i) == ResultSetMetaData.columnNoNulls;
      FieldType type = type(data, i);
      String label = data.getColumnLabel(i);
      fields.add(required ? Field.required(label, type) : Field.nullable(label, type));
    }
    return new Schema(fields);
  }

  private static FieldType type(ResultSetMetaData data, int i) throws SQLException {
    return switch (data.getColumnType(i)) {
      case Types.BIT, Types.BOOLEAN -> Primitive.BOOLEAN;
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Primitive.INT32;
      case Types.BIGINT -> Primitive.INT64;
      case Types.REAL -> Primitive.FLOAT32;
      case Types.FLOAT, Types.DOUBLE -> Primitive.FLOAT64;
      case Types.NUMERIC, Types.DECIMAL -> decimal(data.getPrecision(i), data.getScale(i));
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.CLOB,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.NCLOB ->
          Primitive.STRING;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Primitive.BYTES;
      case Types.DATE -> Primitive.DATE;
      case Types.TIME -> Primitive.TIME;
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
          hasZone(data, i) ? Primitive.TIMESTAMP_TZ : Primitive.TIMESTAMP;
      default ->
          throw new InvalidInputException(
              "Cannot read column \"%s\" of a result set, its type %s has no counterpart; give a"
                      .formatted(data.getColumnLabel(i), data.getColumnTypeName(i))
                  + " schema or cast it in the query");
    };
  }

  /** Drivers tell 0 digits where a column has no bound of its own. */
  private static FieldType decimal(int digits, int behind) {
    if (digits <= 0) {
      return new FieldType.DecimalType(MOST_DIGITS, MOST_DIGITS / 2 - 1);
    }
    int precision = Math.max(1, Math.min(MOST_DIGITS, digits));
    return new FieldType.DecimalType(precision, Math.max(0, Math.min(precision, behind)));
  }

  /** PostgreSQL tells both kinds of timestamp by the same number, and only by name which it is. */
  private static boolean hasZone(ResultSetMetaData data, int i) throws SQLException {
    if (data.getColumnType(i) != Types.TIMESTAMP) {
      return data.getColumnType(i) == Types.TIMESTAMP_WITH_TIMEZONE;
    }
    String name = data.getColumnTypeName(i).toLowerCase(Locale.ROOT);
    return name.endsWith("tz") || name.contains("with time zone");
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public boolean hasNext() {
    return more;
  }

  @Override
  public Frame next() {
    if (!more) {
      throw new NoSuchElementException();
    }
    try {
      for (int count = 0; count < rowsPerBlock && more; count++) {
        row++;
        readRow();
        more = results.next();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    return new Frame(columns.stream().map(ColumnBuilder::build).toList());
  }

  private void readRow() throws SQLException {
    for (int i = 0; i < places.length; i++) {
      Field field = schema.fields().get(i);
      Object value = value(field.type(), places[i], zoned[i]);
      if (!columns.get(i).add(value)) {
        String message =
            "column \"%s\": expected %s, found %s"
                .formatted(field.name(), Values.expectation(field), Values.shown(value));
        throw new InvalidInputException(
            "Cannot read %s, row %d: %s".formatted(NAME, row, message),
            List.of(new Problem("/" + row + "/" + field.name(), SourcePosition.UNKNOWN, message)),
            null);
      }
    }
  }

  private @Nullable Object value(FieldType type, int place, boolean hasZone) throws SQLException {
    if (type instanceof FieldType.DecimalType) {
      return results.getBigDecimal(place);
    }
    if (!(type instanceof Primitive primitive)) {
      return results.getString(place);
    }
    Object value =
        switch (primitive) {
          case BOOLEAN -> results.getBoolean(place);
          case INT32, INT64 -> results.getLong(place);
          case FLOAT32 -> results.getFloat(place);
          case FLOAT64 -> results.getDouble(place);
          case STRING, JSON -> results.getString(place);
          case BYTES -> results.getBytes(place);
          case DATE -> results.getObject(place, LocalDate.class);
          case TIME -> results.getObject(place, LocalTime.class);
          case TIMESTAMP -> results.getObject(place, LocalDateTime.class);
          case TIMESTAMP_TZ ->
              hasZone
                  ? results.getObject(place, OffsetDateTime.class)
                  : results.getObject(place, LocalDateTime.class);
        };
    return results.wasNull() ? null : value;
  }

  private static StorageException failure(SQLException e) {
    return new StorageException("Cannot read " + NAME + ": " + e.getMessage(), NAME, e);
  }

  @Override
  public void close() {
    more = false;
  }
}

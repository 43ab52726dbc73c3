package dev.datamesh.core.frame;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one field, row after row.
 *
 * <p>{@link #get} answers a value as an object: Boolean, Integer, Long, Float, Double, BigDecimal,
 * String (also of json and enum), byte[], LocalDate, LocalTime, LocalDateTime (timestamp), Instant
 * (timestamp_tz), List, Map (also of struct). {@link #getLong}, {@link #getDouble} and the bulk
 * copies answer numbers without objects: dates as days since 1970, times and timestamps as
 * microseconds, booleans as 0 and 1, decimals of at most 18 digits as their unscaled value. Where
 * the value is null they answer an arbitrary number: ask {@link #isNull}.
 *
 * <p>Immutable.
 */
public abstract sealed class Column
    permits DoubleColumn, FloatColumn, IntColumn, LongColumn, ObjectColumn {

  static final int PAGE_BITS = 16;

  /** How many rows the arrays of {@link #ofPages} have each. */
  public static final int PAGE_ROWS = 1 << PAGE_BITS;

  static final int PAGE_MASK = PAGE_ROWS - 1;

  /** The row in {@link #take} that stands for null. */
  public static final int NO_ROW = -1;

  private final Field field;
  private final long rows;
  private final @Nullable NullBits nulls;

  Column(Field field, long rows, @Nullable NullBits nulls) {
    this.field = field;
    this.rows = rows;
    this.nulls = nulls == null || nulls.count() == 0 ? null : nulls;
  }

  /** A column of required 64-bit integers. */
  public static Column ofLongs(String name, long... values) {
    return of(Field.required(name, FieldType.Primitive.INT64), values);
  }

  /** A column of required doubles. */
  public static Column ofDoubles(String name, double... values) {
    return of(Field.required(name, FieldType.Primitive.FLOAT64), values);
  }

  /** A column of strings, null where the array has null. */
  public static Column ofStrings(String name, @Nullable String... values) {
    return of(Field.nullable(name, FieldType.Primitive.STRING), values);
  }

  /** A column of required instants, given as microseconds since 1970, UTC. */
  public static Column ofMicros(String name, long... values) {
    return of(Field.required(name, FieldType.Primitive.TIMESTAMP_TZ), values);
  }

  /**
   * A column from an array, which is copied: {@code long[]}, {@code int[]}, {@code double[]},
   * {@code float[]}, {@code boolean[]} in the representation of {@link #getLong}, or objects as
   * {@link FrameBuilder#row} takes them, null among them.
   */
  public static Column of(Field field, Object array) {
    return ArrayColumns.column(field, array, Conversion.STRICT);
  }

  /**
   * A column of the first {@code rows} elements of an array, of which those whose bits are set are
   * null, whatever the array has there. Copied in bulk from {@code long[]} (whole numbers,
   * booleans, dates, times, decimals of at most 18 digits, as {@link #getLong} answers them),
   * {@code double[]}, {@code float[]} and {@code String[]} of strings; value by value from others.
   *
   * @throws InvalidInputException where a value does not fit the field, or a null is not allowed
   */
  public static Column of(Field field, Object array, int rows, BitSet nulls) {
    return ArrayColumns.column(field, array, rows, nulls);
  }

  /**
   * A column from arrays of {@link #PAGE_ROWS} rows each, of which the last may be shorter or have
   * more than is left. Kinds and nulls are those of {@link #of(Field, Object, int, BitSet)}; arrays
   * of longs, doubles and strings become the column's own, so that the caller lets go of them.
   *
   * @throws InvalidInputException where a value does not fit the field, or a null is not allowed
   */
  public static Column ofPages(Field field, List<?> pages, int rows, BitSet nulls) {
    return ArrayColumns.pages(field, pages, rows, nulls);
  }

  /** A column from values as {@link FrameBuilder#row} takes them. */
  public static Column of(Field field, List<?> values) {
    return ArrayColumns.column(field, values.toArray(), Conversion.STRICT);
  }

  public final Field field() {
    return field;
  }

  public final String name() {
    return field.name();
  }

  public final FieldType type() {
    return field.type();
  }

  /** The number of rows. */
  public final long rows() {
    return rows;
  }

  /** Whether any value is null. */
  public final boolean hasNulls() {
    return nulls != null;
  }

  /** How many values are null. */
  public final long nullCount() {
    return nulls == null ? 0 : nulls.count();
  }

  /** Whether the row's value is null. */
  public final boolean isNull(long row) {
    return nulls != null && nulls.get(row);
  }

  /** The value as an object, null where it is null. */
  public final @Nullable Object get(long row) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException("row " + row + " of " + rows);
    }
    return isNull(row) ? null : object(row);
  }

  abstract Object object(long row);

  /** The value as a number of 64 bits; see the type's comment. */
  public long getLong(long row) {
    throw wrong("whole numbers");
  }

  /** The value as a double; whole numbers and decimals are converted. */
  public double getDouble(long row) {
    throw wrong("doubles");
  }

  /** The value as text as a CSV file has it, null where it is null. */
  public final @Nullable String getText(long row) {
    return isNull(row) ? null : text(row);
  }

  String text(long row) {
    return Values.text(type(), object(row));
  }

  /** Copies rows {@code from} to {@code from + count} as {@link #getLong} answers them. */
  public void copyLongs(long from, long[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] = getLong(from + i);
    }
  }

  /** Copies rows {@code from} to {@code from + count} as {@link #getDouble} answers them. */
  public void copyDoubles(long from, double[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] = getDouble(from + i);
    }
  }

  /** Copies references of a string, json or enum column; null where the value is null. */
  public void copyStrings(long from, @Nullable String[] target, int at, int count) {
    throw wrong("strings");
  }

  /**
   * The values of the given rows, in their order; null where a row is {@link #NO_ROW}. The field
   * becomes nullable where that happens.
   *
   * @param rows row numbers, of which {@code count} are used
   */
  public abstract Column take(int[] rows, int count);

  /** This column under another name and with another description. */
  public final Column withField(Field other) {
    if (!other.type().equals(type())) {
      throw new InvalidInputException(
          "Cannot give column \"%s\" the type %s, it holds %s"
              .formatted(name(), other.type(), type()));
    }
    return copy(
        hasNulls() && !other.nullable()
            ? new Field(other.name(), other.type(), true, other.description(), other.marks())
            : other);
  }

  abstract Column copy(Field other);

  @Nullable NullBits nulls() {
    return nulls;
  }

  /** The null bits and the field of {@link #take}. */
  final Taken taken(int[] wanted, int count) {
    NullBits bits = null;
    for (int i = 0; i < count; i++) {
      if (wanted[i] < 0 || (nulls != null && nulls.get(wanted[i]))) {
        bits = bits == null ? new NullBits() : bits;
        bits.set(i);
      }
    }
    Field kept = field;
    if (bits != null && !field.nullable()) {
      kept = new Field(field.name(), field.type(), true, field.description(), field.marks());
    }
    return new Taken(kept, bits);
  }

  record Taken(Field field, @Nullable NullBits nulls) {}

  static int pages(long rows) {
    return (int) ((rows + PAGE_MASK) >>> PAGE_BITS);
  }

  /** How many rows the page has. */
  static int pageRows(int page, long rows) {
    return (int) Math.min(PAGE_ROWS, rows - ((long) page << PAGE_BITS));
  }

  /** Copies rows out of pages of arrays into an array of their kind. */
  static void copyRows(Object[] pages, long from, Object target, int at, int count) {
    for (int done = 0; done < count; ) {
      int start = (int) (from + done) & PAGE_MASK;
      int length = Math.min(count - done, PAGE_ROWS - start);
      System.arraycopy(
          pages[(int) ((from + done) >>> PAGE_BITS)], start, target, at + done, length);
      done += length;
    }
  }

  private InvalidInputException wrong(String asked) {
    return new InvalidInputException(
        "Cannot read column \"%s\" as %s, it holds %s".formatted(name(), asked, type()));
  }
}

package dev.datamesh.core.frame;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Schema;
import java.io.Reader;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table from CSV, JSON lines or a database, whole or in blocks.
 *
 * <pre>{@code
 * Frame sales = FrameReader.csv(Path.of("sales.csv.gz")).schema(schema).read();
 * try (FrameBlocks blocks = FrameReader.csv(file).schema(schema).blocks(65_536)) { … }
 * }</pre>
 *
 * <p>What does not fit is an {@code InvalidInputException} that names file, row, column and what
 * was expected; a file that ends in the middle of its compression is a {@code
 * DamagedDataException}; one that cannot be opened a {@code StorageException}. Rows count from 1,
 * without the header. Immutable; each {@link #read} opens the source anew, except for readers and
 * result sets, which can be read once.
 */
public final class FrameReader {

  /** Opens a source. */
  private interface Opening {
    FrameBlocks open(@Nullable Schema schema, Conversion conversion, int rowsPerBlock);
  }

  private final Opening opening;
  private final @Nullable Schema schema;
  private final Conversion conversion;

  private FrameReader(Opening opening, @Nullable Schema schema, Conversion conversion) {
    this.opening = opening;
    this.schema = schema;
    this.conversion = conversion;
  }

  /**
   * A CSV file (RFC 4180, UTF-8) with a header line, gzipped where its name ends in {@code .gz}.
   * The schema's columns are found by name, in any order, and others are passed over; without a
   * schema all columns are read as strings. An empty cell is null, {@code ""} is the empty string.
   */
  public static FrameReader csv(Path file) {
    return new FrameReader(
        (schema, conversion, rows) ->
            new CsvBlocks(file.toString(), TextSource.open(file), schema, conversion, rows),
        null,
        Conversion.STRICT);
  }

  /** CSV from a reader, with the name that messages give it. */
  public static FrameReader csv(Reader text, String name) {
    return new FrameReader(
        (schema, conversion, rows) ->
            new CsvBlocks(name, TextSource.of(text, name), schema, conversion, rows),
        null,
        Conversion.STRICT);
  }

  /**
   * A file with a JSON object a line, gzipped where its name ends in {@code .gz}. Needs a schema; a
   * missing key is null, others are passed over.
   */
  public static FrameReader jsonLines(Path file) {
    return new FrameReader(
        (schema, conversion, rows) ->
            new JsonLineBlocks(
                file.toString(),
                TextSource.open(file),
                needed(schema, file.toString()),
                conversion,
                rows),
        null,
        Conversion.STRICT);
  }

  /** JSON lines from a reader, with the name that messages give it. */
  public static FrameReader jsonLines(Reader text, String name) {
    return new FrameReader(
        (schema, conversion, rows) ->
            new JsonLineBlocks(
                name, TextSource.of(text, name), needed(schema, name), conversion, rows),
        null,
        Conversion.STRICT);
  }

  /**
   * The rows that are left in a result set; closing the blocks leaves it open. Without a schema the
   * columns' SQL types decide; columns are found by label.
   */
  public static FrameReader jdbc(ResultSet results) {
    return new FrameReader(
        (schema, conversion, rows) -> new JdbcBlocks(results, schema, conversion, rows),
        null,
        Conversion.STRICT);
  }

  private static Schema needed(@Nullable Schema schema, String name) {
    if (schema == null) {
      throw new InvalidInputException(
          "Cannot read %s without a schema: JSON lines do not tell their columns".formatted(name));
    }
    return schema;
  }

  /** The columns to read and their types. */
  public FrameReader schema(Schema columns) {
    return new FrameReader(opening, columns, conversion);
  }

  /**
   * The zone of times that name none; without it they are refused. A local time that a clock change
   * skips moves forward by the gap; one that comes twice is the earlier.
   */
  public FrameReader zone(ZoneId zone) {
    return new FrameReader(opening, schema, new Conversion(zone, conversion.rounding()));
  }

  /** How instants between two microseconds are rounded; down by default. */
  public FrameReader rounding(Rounding rounding) {
    return new FrameReader(opening, schema, new Conversion(conversion.zone(), rounding));
  }

  /** Reads all rows. */
  public Frame read() {
    try (FrameBlocks blocks = opening.open(schema, conversion, Integer.MAX_VALUE)) {
      return blocks.hasNext() ? blocks.next() : Frame.empty(blocks.schema());
    }
  }

  /** Opens the source and reads it block by block. */
  public FrameBlocks blocks(int rowsPerBlock) {
    if (rowsPerBlock < 1) {
      throw new InvalidInputException(
          "Cannot read blocks of %d rows: expected at least 1".formatted(rowsPerBlock));
    }
    return opening.open(schema, conversion, rowsPerBlock);
  }
}

package dev.datamesh.lineage.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.Progress;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.StorageException;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import dev.datamesh.lineage.model.Validity;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Edges as CSV: a header with {@code source,target} and, in any order, {@code
 * type,confidence,transformation,producer,job,masking}; what is left out takes the entry's
 * defaults.
 */
public final class EdgeCsv {

  private static final Set<String> COLUMNS =
      Set.of(
          "source", "target", "type", "confidence", "transformation", "producer", "job", "masking");

  private EdgeCsv() {}

  /** Reads a file of UTF-8; refuses it whole with every bad row, up to 100 of them. */
  public static List<LineageEntry> read(Path file) {
    try (EdgeRows rows = open(file, Progress.NONE)) {
      return list(rows);
    }
  }

  /** Reads from a text; the source's name stands in positions and messages. */
  public static List<LineageEntry> read(Reader reader, String source) {
    try (EdgeRows rows =
        new EdgeRows(reader, source, Progress.NONE, EdgeRows.UNKNOWN_SIZE, () -> 0)) {
      return list(rows);
    }
  }

  /**
   * Opens a file of UTF-8 to be read a row at a time. The progress hears of rows, and of as many in
   * all as the file's size lets expect.
   */
  public static EdgeRows open(Path file, Progress progress) {
    try {
      long size = Files.size(file);
      CountedBytes bytes = new CountedBytes(Files.newInputStream(file));
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(bytes, UTF_8.newDecoder()), 1 << 16);
      return new EdgeRows(reader, file.toString(), progress, size, bytes::count);
    } catch (NoSuchFileException e) {
      throw new NotFoundException("Cannot read " + file + ": no such file", file.toString(), e);
    } catch (IOException e) {
      throw new StorageException("Cannot read " + file + ": " + e.getMessage(), file.toString(), e);
    }
  }

  /** Counts the bytes that are read. For one thread at a time. */
  private static final class CountedBytes extends FilterInputStream {

    private long count;

    CountedBytes(InputStream in) {
      super(in);
    }

    long count() {
      return count;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int done = super.read(into, offset, length);
      count += Math.max(0, done);
      return done;
    }
  }

  private static List<LineageEntry> list(EdgeRows rows) {
    List<LineageEntry> entries = new ArrayList<>();
    rows.forEachRemaining(entries::add);
    return entries;
  }

  static String[] header(CsvRecord row, String source) {
    String[] columns = new String[row.getFieldCount()];
    for (int i = 0; i < columns.length; i++) {
      String name = row.getField(i).strip().toLowerCase(Locale.ROOT);
      columns[i] = name.startsWith("\uFEFF") ? name.substring(1) : name;
      if (!COLUMNS.contains(columns[i])) {
        throw new InvalidInputException(
            new Problem(
                "",
                new SourcePosition(source, 1, i + 1),
                "unknown column \"%s\"; expected source, target and any of type, confidence, transformation, producer, job, masking"
                    .formatted(columns[i])));
      }
    }
    List<String> all = List.of(columns);
    if (!all.contains("source") || !all.contains("target")) {
      throw new InvalidInputException(
          new Problem(
              "", new SourcePosition(source, 1, 1), "the header needs columns source and target"));
    }
    return columns;
  }

  static LineageEntry entry(CsvRecord row, String[] columns) {
    String from = "";
    String to = "";
    LineageType type = LineageType.DIRECT;
    double confidence = 1;
    String transformation = "";
    String producer = "";
    String job = "";
    boolean masking = false;
    for (int i = 0; i < columns.length; i++) {
      String value = row.getField(i).strip();
      switch (columns[i]) {
        case "source" -> from = value;
        case "target" -> to = value;
        case "type" -> type = value.isEmpty() ? type : LineageType.of(value);
        case "confidence" -> confidence = value.isEmpty() ? 1 : number(value);
        case "transformation" -> transformation = value;
        case "producer" -> producer = value;
        case "job" -> job = value;
        default -> masking = bool(value);
      }
    }
    if (from.isEmpty() || to.isEmpty()) {
      throw new InvalidInputException("the edge has no " + (from.isEmpty() ? "source" : "target"));
    }
    return new LineageEntry(
        AssetNames.read(from),
        AssetNames.read(to),
        type,
        masking,
        confidence,
        transformation,
        producer,
        job,
        "",
        Map.of(),
        Validity.FROM_NOW_ON);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "confidence is \"%s\"; expected a number from 0 to 1".formatted(text), List.of(), e);
    }
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "", "false" -> false;
      case "true" -> true;
      default ->
          throw new InvalidInputException(
              "masking is \"%s\"; expected true or false".formatted(text));
    };
  }
}

package dev.datamesh.lineage.exchange;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.StorageException;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  private static final int MOST_PROBLEMS = 100;

  private EdgeCsv() {}

  /** Reads a file of UTF-8; refuses it whole with every bad row, up to 100 of them. */
  public static List<LineageEntry> read(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return read(reader, file.toString());
    } catch (NoSuchFileException e) {
      throw new NotFoundException("Cannot read " + file + ": no such file", file.toString(), e);
    } catch (MalformedInputException e) {
      throw new InvalidInputException(
          "Cannot read " + file + ": it is not valid UTF-8", List.of(), e);
    } catch (IOException e) {
      throw new StorageException("Cannot read " + file + ": " + e.getMessage(), file.toString(), e);
    }
  }

  /** Reads from a text; the source's name stands in positions and messages. */
  public static List<LineageEntry> read(Reader reader, String source) throws IOException {
    List<Problem> problems = new ArrayList<>();
    List<LineageEntry> entries = new ArrayList<>();
    try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(reader)) {
      String[] columns = null;
      for (CsvRecord row : rows) {
        if (columns == null) {
          columns = header(row, source);
        } else if (!(row.getFieldCount() == 1 && row.getField(0).isBlank())) {
          readRow(row, columns, source, entries, problems);
        }
        if (problems.size() >= MOST_PROBLEMS) {
          break;
        }
      }
      if (columns == null) {
        throw new InvalidInputException(
            "Cannot read " + source + ", it is empty; expected a header source,target,…");
      }
    } catch (CsvParseException e) {
      throw new InvalidInputException(
          "Cannot read " + source + ": " + e.getMessage(), List.of(), e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          "Cannot load the edges of %s, %s%d rows are bad"
              .formatted(
                  source, problems.size() >= MOST_PROBLEMS ? "at least " : "", problems.size()),
          problems);
    }
    return entries;
  }

  private static String[] header(CsvRecord row, String source) {
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

  private static void readRow(
      CsvRecord row,
      String[] columns,
      String source,
      List<LineageEntry> entries,
      List<Problem> problems) {
    SourcePosition position = new SourcePosition(source, (int) row.getStartingLineNumber(), 1);
    try {
      if (row.getFieldCount() != columns.length) {
        throw new InvalidInputException(
            "the row has %d fields, the header %d".formatted(row.getFieldCount(), columns.length));
      }
      entries.add(entry(row, columns));
    } catch (MeshException e) {
      problems.add(new Problem("", position, String.valueOf(e.getMessage())));
    }
  }

  private static LineageEntry entry(CsvRecord row, String[] columns) {
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
    LineageEntry entry =
        LineageEntry.of(AssetNames.read(from), AssetNames.read(to))
            .withType(type)
            .withConfidence(confidence)
            .withTransformation(transformation)
            .withProducer(producer)
            .withJob(job);
    return masking ? entry.thatMasks() : entry;
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

package dev.datamesh.parquet;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder, and what the names of the folders between say: {@code
 * dt=2024-01-15/shop=7/part-0.parquet}. A partition's values are dates, whole numbers or strings,
 * whatever all of them are. Immutable.
 *
 * @param columns the partitions' columns
 * @param parts sorted by path
 */
record Partitions(List<Field> columns, List<Part> parts) {

  /** How Hive and Spark write a null. */
  static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  /** A file and its partitions' values, null where the folder says so. */
  record Part(Path file, Map<String, @Nullable Object> values) {}

  static Partitions of(Path path) {
    if (!Files.exists(path)) {
      throw new StorageException(
          "Cannot read %s: there is no such file".formatted(path), path.toString());
    }
    if (!Files.isDirectory(path)) {
      return new Partitions(List.of(), List.of(new Part(path, Map.of())));
    }
    List<Path> files = files(path);
    List<Map<String, String>> texts = new ArrayList<>();
    files.forEach(file -> texts.add(texts(path, file)));
    for (int i = 0; i < files.size(); i++) {
      if (!texts.get(i).keySet().equals(texts.get(0).keySet())) {
        throw new InvalidInputException(
            "Cannot read %s, its partitions are %s: those of %s are %s"
                .formatted(
                    files.get(i), texts.get(i).keySet(), files.get(0), texts.get(0).keySet()));
      }
    }
    List<Field> columns = new ArrayList<>();
    if (!files.isEmpty()) {
      for (String name : texts.get(0).keySet()) {
        columns.add(
            Field.nullable(name, type(texts.stream().map(each -> each.get(name)).toList())));
      }
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (Field column : columns) {
        values.put(
            column.name(),
            value(
                column.type(), java.util.Objects.requireNonNull(texts.get(i).get(column.name()))));
      }
      parts.add(new Part(files.get(i), values));
    }
    return new Partitions(columns, parts);
  }

  /** Only the files whose partitions are within all ranges. */
  Partitions within(List<PartitionRange> ranges, Path folder) {
    List<Part> kept = parts;
    for (PartitionRange range : ranges) {
      Field column =
          columns.stream()
              .filter(field -> field.name().equals(range.column()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "Cannot choose partitions of %s by \"%s\": its partitions are %s"
                              .formatted(
                                  folder,
                                  range.column(),
                                  columns.stream().map(Field::name).toList())));
      kept = range.of(kept, column.type());
    }
    return new Partitions(columns, kept);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files =
          all.filter(Files::isRegularFile)
              .filter(file -> isData(folder.relativize(file)))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new StorageException(
            "Cannot read %s: there is no Parquet file in it".formatted(folder), folder.toString());
      }
      return files;
    } catch (IOException e) {
      throw new StorageException("Cannot list %s: %s".formatted(folder, e), folder.toString(), e);
    }
  }

  /** Spark's marks and half-written files begin with an underscore or a dot. */
  private static boolean isData(Path file) {
    for (Path name : file) {
      String text = name.toString();
      if (text.startsWith(".") || (text.startsWith("_") && !text.contains("="))) {
        return false;
      }
    }
    return file.toString().endsWith(".parquet");
  }

  private static Map<String, String> texts(Path folder, Path file) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Path name : folder.relativize(file)) {
      int at = name.toString().indexOf('=');
      if (at > 0 && !name.equals(file.getFileName())) {
        texts.put(
            decoded(name.toString().substring(0, at)), decoded(name.toString().substring(at + 1)));
      }
    }
    return texts;
  }

  /** What is no escape stands for itself. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** The name of the folder of a value; null for none. */
  static String folder(String column, @Nullable String value) {
    if (NULL.equals(value)) {
      throw new InvalidInputException(
          "Cannot write a partition of \"%s\", that value stands for null: %s"
              .formatted(column, NULL));
    }
    String name = encoded(column);
    // A folder whose name begins with a dot is passed over.
    return (name.startsWith(".") ? "%2E" + name.substring(1) : name)
        + "="
        + (value == null ? NULL : encoded(value));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static FieldType type(List<String> texts) {
    List<String> values = texts.stream().filter(text -> !text.equals(NULL)).toList();
    if (!values.isEmpty() && values.stream().allMatch(Partitions::isNumber)) {
      return Primitive.INT64;
    }
    return !values.isEmpty() && values.stream().allMatch(Partitions::isDate)
        ? Primitive.DATE
        : Primitive.STRING;
  }

  static boolean isNumber(String text) {
    return text.matches("-?(0|[1-9][0-9]{0,17})");
  }

  static boolean isDate(String text) {
    try {
      return text.length() == 10 && LocalDate.parse(text).getYear() > 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  static @Nullable Object value(FieldType type, String text) {
    if (text.equals(NULL)) {
      return null;
    }
    if (type == Primitive.INT64) {
      return Long.valueOf(text);
    }
    return type == Primitive.DATE ? LocalDate.parse(text) : text;
  }
}

package dev.datamesh.featurestore.definition;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Frame;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a view's rows come from and which of their columns tell the times. Immutable.
 *
 * @param origin the rows
 * @param eventTime the column that tells when a row's values became true
 * @param createdTime the column that tells when the row became known, empty if there is none
 * @param zone of times that name none; empty: such times are refused
 * @param columns columns of the source by the view's name for them, where the two differ
 */
public record Source(
    Origin origin,
    String eventTime,
    String createdTime,
    Optional<ZoneId> zone,
    Map<String, String> columns) {

  /** Where rows come from. */
  public sealed interface Origin {}

  /** A CSV file, gzipped where its name ends in {@code .gz}; read again when it has changed. */
  public record CsvFile(Path file) implements Origin {

    public CsvFile {
      file = file.toAbsolutePath().normalize();
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /**
   * A file, or a folder of files, of a connector's format; read again when one of them has changed.
   *
   * @param format the name of the format, such as {@code parquet}
   */
  public record FormatFiles(String format, Path path) implements Origin {

    public FormatFiles {
      if (format.isEmpty()) {
        throw new InvalidInputException("Cannot make a source of files without their format");
      }
      path = path.toAbsolutePath().normalize();
    }

    @Override
    public String toString() {
      return format + " " + path;
    }
  }

  /** A frame of the host; a store that was opened again needs it bound. */
  public record InMemory(Optional<Frame> frame) implements Origin {

    @Override
    @SuppressWarnings("ReferenceEquality") // the host's frame itself, not its likes
    public boolean equals(Object other) {
      return other instanceof InMemory that
          && (frame.isEmpty() || that.frame.isEmpty() || frame.get() == that.frame.get());
    }

    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public String toString() {
      return "frame";
    }
  }

  /** No rows but those that are ingested. */
  public record Ingested() implements Origin {

    @Override
    public String toString() {
      return "what is ingested";
    }
  }

  public Source {
    if (eventTime.isEmpty()) {
      throw new InvalidInputException("Cannot make a source without an event time's column");
    }
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** The rows of a CSV file. */
  public static Source csv(Path file, String eventTime) {
    return new Source(new CsvFile(file), eventTime, "", Optional.empty(), Map.of());
  }

  /** The rows of a Parquet file, or of a folder of them with partitions; needs mesh-parquet. */
  public static Source parquet(Path path, String eventTime) {
    return files("parquet", path, eventTime);
  }

  /** The rows of a file, or of a folder of files, of a connector's format. */
  public static Source files(String format, Path path, String eventTime) {
    return new Source(new FormatFiles(format, path), eventTime, "", Optional.empty(), Map.of());
  }

  /** The rows of a frame. */
  public static Source frame(Frame frame, String eventTime) {
    return new Source(new InMemory(Optional.of(frame)), eventTime, "", Optional.empty(), Map.of());
  }

  /** Only what is ingested into the view. */
  public static Source ingested(String eventTime) {
    return new Source(new Ingested(), eventTime, "", Optional.empty(), Map.of());
  }

  public Source withCreatedTime(String column) {
    return new Source(origin, eventTime, column, zone, columns);
  }

  public Source withZone(ZoneId of) {
    return new Source(origin, eventTime, createdTime, Optional.of(of), columns);
  }

  /** Reads a feature or key of this name from a column of another. */
  public Source withColumn(String name, String column) {
    Map<String, String> more = new LinkedHashMap<>(columns);
    more.put(name, column);
    return new Source(origin, eventTime, createdTime, zone, more);
  }

  public boolean hasCreatedTime() {
    return !createdTime.isEmpty();
  }

  /** The source's column for a key or feature. */
  public String columnOf(String name) {
    return columns.getOrDefault(name, name);
  }
}

package dev.datamesh.parquet;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.FrameSink;
import dev.datamesh.core.spi.FrameSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Parquet file, or a folder of them with partitions as Spark and Hive write them.
 *
 * <pre>{@code
 * Frame orders = ParquetFiles.at(Path.of("orders.parquet")).read();
 * ParquetFiles.at(folder).read(Scan.all().withColumns("shop", "amount").withTimes("at", from, to));
 * ParquetFiles.at(folder).withPartitions("dt", "2024-01-15", "2024-01-20").read();
 * ParquetFiles.at(file).write(orders);                       // Zstandard, whole or not at all
 * ParquetFiles.at(folder).partitionedBy("dt").write(orders); // dt=2024-01-15/part-0.parquet
 * }</pre>
 *
 * <p>All files of a folder have the same columns. Times of finer than a microsecond are rounded up.
 * Immutable.
 */
public final class ParquetFiles implements FrameSource, FrameSink {

  private static final int BLOCK = 1 << 16;

  private final Path path;
  private final Optional<String> partition;
  private final List<PartitionRange> ranges;

  private ParquetFiles(Path path, Optional<String> partition, List<PartitionRange> ranges) {
    this.path = path;
    this.partition = partition;
    this.ranges = List.copyOf(ranges);
  }

  /** A file or folder, which need not be there before it is written. */
  public static ParquetFiles at(Path path) {
    return new ParquetFiles(path, Optional.empty(), List.of());
  }

  /** The same, written as a folder with one folder for each value of a column. */
  public ParquetFiles partitionedBy(String column) {
    return new ParquetFiles(path, Optional.of(column), ranges);
  }

  /**
   * The same without the partitions outside a range, whose files are not even opened: {@code
   * withPartitions("dt", "2024-01-15", "2024-01-20")}. Values are compared as what all of the
   * folder's are: dates, whole numbers or strings. A null partition is in no range.
   *
   * @param first the least value, included, as a folder's name has it
   * @param last the greatest value, included
   */
  public ParquetFiles withPartitions(String column, String first, String last) {
    List<PartitionRange> more = new ArrayList<>(ranges);
    more.add(new PartitionRange(column, first, last));
    return new ParquetFiles(path, partition, more);
  }

  @Override
  public Schema schema() {
    return schema(Partitions.of(path), path);
  }

  private static Schema schema(Partitions found, Path path) {
    if (found.parts().isEmpty()) {
      throw new StorageException(
          "Cannot read %s: no partition is within the range".formatted(path), path.toString());
    }
    try (PartFile first =
        PartFile.open(
            found.parts().get(0).file(),
            org.apache.parquet.filter2.compat.FilterCompat.NOOP,
            BLOCK)) {
      List<Field> fields = new ArrayList<>(first.schema().fields());
      for (Field column : found.columns()) {
        fields.removeIf(field -> field.name().equals(column.name()));
        fields.add(column);
      }
      return new Schema(fields);
    }
  }

  /** All rows and columns. */
  public Frame read() {
    return read(Scan.all()).collect();
  }

  @Override
  public FrameBlocks read(Scan scan) {
    Partitions everything = Partitions.of(path);
    Partitions found = everything.within(ranges, path);
    Schema all = schema(found.parts().isEmpty() ? everything : found, path);
    List<Field> wanted = new ArrayList<>();
    for (String name : scan.columns().orElse(all.names())) {
      wanted.add(
          all.find(name)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "Cannot read column \"%s\" of %s: there are %s"
                              .formatted(name, path, all.names()))));
    }
    if (!scan.timeColumn().isEmpty()) {
      boolean instants =
          all.find(scan.timeColumn())
              .filter(field -> field.type() == Primitive.TIMESTAMP_TZ)
              .isPresent();
      if (!instants) {
        throw new InvalidInputException(
            "Cannot bound %s in time by \"%s\", that is no column of instants: there are %s"
                .formatted(path, scan.timeColumn(), all));
      }
    }
    return new FolderBlocks(found, new Schema(wanted), scan, BLOCK);
  }

  /** Writes a frame. */
  public void write(Frame rows) {
    write(rows.blocks(BLOCK));
  }

  @Override
  public void write(FrameBlocks rows) {
    try (rows) {
      if (partition.isEmpty()) {
        try (FileAside aside = new FileAside(path, rows.schema())) {
          while (rows.hasNext()) {
            aside.add(rows.next());
          }
          aside.finish();
        }
      } else {
        writePartitions(rows, partition.get());
      }
    }
  }

  private void writePartitions(FrameBlocks rows, String column) {
    List<Field> kept = new ArrayList<>(rows.schema().fields());
    if (!kept.removeIf(field -> field.name().equals(column)) || kept.isEmpty()) {
      throw new InvalidInputException(
          "Cannot partition %s by \"%s\": the rows have %s"
              .formatted(path, column, rows.schema().names()));
    }
    Schema schema = new Schema(kept);
    Map<String, FileAside> open = new LinkedHashMap<>();
    try {
      while (rows.hasNext()) {
        Frame block = rows.next();
        split(block, column)
            .forEach(
                (folder, part) ->
                    open.computeIfAbsent(
                            folder,
                            name ->
                                new FileAside(path.resolve(name).resolve("part-0.parquet"), schema))
                        .add(block.select(schema.names()).take(part)));
      }
      open.values().forEach(FileAside::finishAside);
      open.values().forEach(FileAside::takeName);
    } finally {
      open.values().forEach(FileAside::close);
    }
  }

  private static Map<String, int[]> split(Frame block, String column) {
    Column by = block.column(column);
    Map<Optional<String>, List<Integer>> rows = new LinkedHashMap<>();
    for (int row = 0; row < block.rows(); row++) {
      rows.computeIfAbsent(Optional.ofNullable(by.getText(row)), key -> new ArrayList<>()).add(row);
    }
    Map<String, int[]> parts = new LinkedHashMap<>();
    rows.forEach(
        (text, list) ->
            parts.put(
                Partitions.folder(column, text.orElse(null)),
                list.stream().mapToInt(Integer::intValue).toArray()));
    return parts;
  }
}

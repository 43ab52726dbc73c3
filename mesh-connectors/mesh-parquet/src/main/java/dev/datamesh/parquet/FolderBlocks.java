package dev.datamesh.parquet;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.FrameSource.Scan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.Operators.LongColumn;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The rows of a folder's files, one file after another. For one thread at a time. */
final class FolderBlocks implements FrameBlocks {

  private final Partitions partitions;
  private final Schema schema;
  private final Scan scan;
  private final int rowsPerBlock;
  private final long from;
  private final long to;
  private int nextPart;
  private @Nullable PartFile open;
  private List<Column> constants = List.of();
  private @Nullable Frame ready;

  FolderBlocks(Partitions partitions, Schema schema, Scan scan, int rowsPerBlock) {
    this.partitions = partitions;
    this.schema = schema;
    this.scan = scan;
    this.rowsPerBlock = rowsPerBlock;
    this.from = scan.from().map(FolderBlocks::roundedUp).orElse(Long.MIN_VALUE);
    this.to = scan.to().map(FolderBlocks::roundedDown).orElse(Long.MAX_VALUE);
  }

  /** A bound beyond all that microseconds count bounds nothing, or everything. */
  private static long roundedDown(Instant instant) {
    if (Math.abs(instant.getEpochSecond()) > Long.MAX_VALUE / 1_000_000 - 1) {
      return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  private static long roundedUp(Instant instant) {
    long down = roundedDown(instant);
    boolean whole = instant.truncatedTo(ChronoUnit.MICROS).equals(instant);
    return whole || down == Long.MAX_VALUE || down == Long.MIN_VALUE ? down : down + 1;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public boolean hasNext() {
    while (ready == null) {
      PartFile file = open;
      if (file == null) {
        if (nextPart == partitions.parts().size()) {
          return false;
        }
        open(partitions.parts().get(nextPart++));
        continue;
      }
      Frame block = file.next(constants);
      if (block == null) {
        file.close();
        open = null;
      } else {
        Frame kept = within(block);
        ready = kept.rows() == 0 ? null : kept.select(schema.names());
      }
    }
    return true;
  }

  private void open(Partitions.Part part) {
    List<Field> stored = new ArrayList<>();
    List<Column> constant = new ArrayList<>();
    for (Field field : schema.fields()) {
      if (part.values().containsKey(field.name())) {
        constant.add(Column.of(field, Arrays.asList(part.values().get(field.name()))));
      } else {
        stored.add(field);
      }
    }
    boolean bounded = !scan.timeColumn().isEmpty();
    if (bounded && schema.find(scan.timeColumn()).isEmpty()) {
      stored.add(
          Field.nullable(
              scan.timeColumn(), dev.datamesh.core.schema.FieldType.Primitive.TIMESTAMP_TZ));
    }
    constants = constant;
    PartFile file = PartFile.open(part.file(), FilterCompat.NOOP, rowsPerBlock);
    // The library takes a dot for a way into a group, and finds nothing but nulls there.
    boolean findable = bounded && scan.timeColumn().indexOf('.') < 0;
    TimeUnit unit = findable ? file.unit(scan.timeColumn()) : null;
    if (unit != null) {
      file.close();
      file = PartFile.open(part.file(), filter(unit), rowsPerBlock);
    }
    open = file;
    file.select(stored);
  }

  /** Passes over row groups by their statistics, which are in the column's own unit. */
  private FilterCompat.Filter filter(TimeUnit unit) {
    LongColumn column = FilterApi.longColumn(scan.timeColumn());
    return FilterCompat.get(
        FilterApi.and(
            FilterApi.gtEq(column, inUnit(from, unit, -1)),
            FilterApi.ltEq(column, inUnit(to, unit, 1))));
  }

  /** A bound in another unit, a step further out so that rounding hides no row. */
  private static long inUnit(long micros, TimeUnit unit, int step) {
    if (micros == Long.MIN_VALUE || micros == Long.MAX_VALUE) {
      return micros;
    }
    return switch (unit) {
      case MILLIS -> Math.floorDiv(micros, 1000L) + step;
      case MICROS -> micros;
      case NANOS -> {
        boolean far = Math.abs(micros) > Long.MAX_VALUE / 1000 - 1000;
        yield far ? (micros < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : (micros + step) * 1000;
      }
    };
  }

  private Frame within(Frame block) {
    if (scan.timeColumn().isEmpty()) {
      return block;
    }
    Column times = block.column(scan.timeColumn());
    int[] kept = new int[(int) block.rows()];
    int count = 0;
    for (int row = 0; row < kept.length; row++) {
      if (!times.isNull(row) && times.getLong(row) >= from && times.getLong(row) <= to) {
        kept[count++] = row;
      }
    }
    return count == kept.length ? block : block.take(Arrays.copyOf(kept, count));
  }

  @Override
  public Frame next() {
    if (!hasNext() || ready == null) {
      throw new NoSuchElementException();
    }
    Frame block = ready;
    ready = null;
    return block;
  }

  @Override
  public void close() {
    PartFile file = open;
    open = null;
    ready = null;
    nextPart = partitions.parts().size();
    if (file != null) {
      file.close();
    }
  }
}

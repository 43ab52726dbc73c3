package dev.datamesh.core.frame;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of a frame, as a view. Immutable. */
public final class Row {

  private final Frame frame;
  private final long index;

  Row(Frame frame, long index) {
    this.frame = frame;
    this.index = index;
  }

  /** The row's number within its frame, from 0. */
  public long index() {
    return index;
  }

  public boolean isNull(String column) {
    return frame.column(column).isNull(index);
  }

  /** The value as an object, null where it is null; see {@link Column#get}. */
  public @Nullable Object get(String column) {
    return frame.column(column).get(index);
  }

  /** See {@link Column#getLong}. */
  public long getLong(String column) {
    return frame.column(column).getLong(index);
  }

  /** See {@link Column#getDouble}. */
  public double getDouble(String column) {
    return frame.column(column).getDouble(index);
  }

  /** The value as a CSV file has it, null where it is null. */
  public @Nullable String getText(String column) {
    return frame.column(column).getText(index);
  }

  /** The instant of a timestamp_tz column, null where it is null. */
  public @Nullable Instant getInstant(String column) {
    Column times = frame.column(column);
    return times.isNull(index) ? null : Times.instant(times.getLong(index));
  }

  /** All values by column name, in column order. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Column column : frame.columns()) {
      map.put(column.name(), column.get(index));
    }
    return Collections.unmodifiableMap(map);
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}

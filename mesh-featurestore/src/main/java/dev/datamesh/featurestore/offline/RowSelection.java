package dev.datamesh.featurestore.offline;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link RowQuery} against a layout: which blocks can have rows, and which rows. Immutable. */
final class RowSelection {

  private final RowQuery query;

  /** Sorted as segments are; empty where all keys are wanted. */
  private final Optional<List<List<Object>>> keys;

  RowSelection(RowQuery query, TableLayout layout) {
    this.query = query;
    this.keys =
        query
            .keys()
            .map(
                wanted ->
                    wanted.stream()
                        .map(key -> stored(layout, key))
                        .sorted(SegmentFooter::compareKeys)
                        .toList());
  }

  /** A key as segments have it: numbers and texts. */
  static List<Object> stored(TableLayout layout, List<Object> key) {
    List<Field> fields = layout.keys().fields();
    if (key.size() != fields.size()) {
      throw new InvalidInputException(
          "Cannot find key %s in table \"%s\": expected %s"
              .formatted(key, layout.name(), layout.keys()));
    }
    List<Object> stored = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Object value = key.get(i);
      Object fitting =
          Cells.Kind.of(fields.get(i).type()) == Cells.Kind.TEXT
              ? (value instanceof String ? value : null)
              : number(value);
      if (fitting == null) {
        throw new InvalidInputException(
            "Cannot find key %s in table \"%s\": %s is to be %s"
                .formatted(key, layout.name(), fields.get(i).name(), fields.get(i).type()));
      }
      stored.add(fitting);
    }
    return List.copyOf(stored);
  }

  private static @Nullable Long number(Object value) {
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return ((Number) value).longValue();
    }
    if (value instanceof Boolean truth) {
      return truth ? 1L : 0L;
    }
    if (value instanceof LocalDate date) {
      return date.toEpochDay();
    }
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay() / 1000;
    }
    if (value instanceof Instant instant) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
    if (value instanceof LocalDateTime local) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, local.toInstant(ZoneOffset.UTC));
    }
    return value instanceof BigDecimal decimal && decimal.precision() <= 18
        ? (Long) decimal.unscaledValue().longValue()
        : null;
  }

  boolean mayHaveRows(SegmentRef ref) {
    return ref.maxEvent() >= query.fromMicros()
        && ref.minEvent() <= query.toMicros()
        && ref.sequenceBase() + ref.maxSequence() >= query.fromSequence()
        && ref.sequenceBase() + ref.minSequence() < query.belowSequence();
  }

  boolean mayHaveRows(SegmentFooter.Block block, long sequenceBase) {
    return block.maxEvent() >= query.fromMicros()
        && block.minEvent() <= query.toMicros()
        && sequenceBase + block.maxSequence() >= query.fromSequence()
        && sequenceBase + block.minSequence() < query.belowSequence()
        && (keys.isEmpty() || hasKeyBetween(block.firstKey(), block.lastKey()));
  }

  private boolean hasKeyBetween(List<Object> first, List<Object> last) {
    List<List<Object>> wanted = keys.orElseThrow();
    int at = place(wanted, first);
    return at < wanted.size() && SegmentFooter.compareKeys(wanted.get(at), last) <= 0;
  }

  /** The first wanted key that is not less. */
  private static int place(List<List<Object>> wanted, List<Object> key) {
    int low = 0;
    int high = wanted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (SegmentFooter.compareKeys(wanted.get(middle), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The rows of a block that are wanted; the block itself where all are. */
  RowBlock selected(RowBlock block) {
    if (query.takesAllRows()) {
      return block;
    }
    int[] wanted = new int[block.rows()];
    int count = 0;
    boolean keyWanted = keys.isEmpty();
    for (int row = 0; row < block.rows(); row++) {
      if (keys.isPresent() && (row == 0 || !block.sameKey(row, block, row - 1))) {
        keyWanted = isWanted(block, row);
      }
      long event = block.events()[row];
      long sequence = block.sequences()[row];
      if (keyWanted
          && event >= query.fromMicros()
          && event <= query.toMicros()
          && sequence >= query.fromSequence()
          && sequence < query.belowSequence()) {
        wanted[count++] = row;
      }
    }
    return count == block.rows() ? block : block.take(wanted, count);
  }

  private boolean isWanted(RowBlock block, int row) {
    List<Object> key = block.keyCells().stream().map(cells -> (Object) cells.key(row)).toList();
    List<List<Object>> wanted = keys.orElseThrow();
    int at = place(wanted, key);
    return at < wanted.size() && SegmentFooter.compareKeys(wanted.get(at), key) == 0;
  }
}

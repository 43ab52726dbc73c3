package dev.datamesh.featurestore.online;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest row of each key of one view version. A key's cells are replaced together, so a reader
 * sees one whole row. Safe for use by many threads.
 */
public final class OnlineTable {

  /**
   * One feature's value and where it comes from. Immutable.
   *
   * @param event microseconds
   * @param created microseconds, the smallest long where it is not known
   */
  public record Cell(@Nullable Object value, long event, long created, long sequence) {

    boolean isBefore(Cell other) {
      if (event != other.event) {
        return event < other.event;
      }
      return created != other.created ? created < other.created : sequence < other.sequence;
    }
  }

  private final ConcurrentHashMap<List<Object>, List<Cell>> rows = new ConcurrentHashMap<>();
  private final boolean[] onlyValues;

  /** For each feature, whether a null leaves the value before it. */
  public OnlineTable(boolean[] onlyValues) {
    this.onlyValues = onlyValues.clone();
  }

  /** Offers a row; each cell stays only where it is the greater. */
  public void offer(List<Object> key, List<Cell> offered) {
    rows.merge(List.copyOf(key), offered, this::greater);
  }

  private List<Cell> greater(List<Cell> present, List<Cell> offered) {
    Cell[] cells = new Cell[offered.size()];
    for (int i = 0; i < cells.length; i++) {
      Cell old = present.get(i);
      Cell now = offered.get(i);
      boolean stays = onlyValues[i] && (now.value() == null) != (old.value() == null);
      cells[i] = stays ? (old.value() == null ? now : old) : old.isBefore(now) ? now : old;
    }
    return List.of(cells);
  }

  /** The cells of a key in the view's order, null where there is none. */
  public @Nullable List<Cell> get(List<Object> key) {
    return rows.get(key);
  }

  /** How many keys have a row. */
  public long size() {
    return rows.mappingCount();
  }
}

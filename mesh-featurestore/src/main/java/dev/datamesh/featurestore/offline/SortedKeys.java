package dev.datamesh.featurestore.offline;

import dev.datamesh.core.frame.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a host, such as a spine, in the order of their keys that segments have. Rows with a null
 * key are left out. Immutable as long as nobody writes into the order.
 */
public final class SortedKeys {

  private final List<Cells> keys;
  private final int[] order;

  private SortedKeys(List<Cells> keys, int[] order) {
    this.keys = keys;
    this.order = order;
  }

  /** Sorts rows by key columns, which have the types of a table's keys. */
  public static SortedKeys of(List<Column> columns, int rows) {
    int[] kept = new int[rows];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      int at = row;
      if (columns.stream().noneMatch(column -> column.isNull(at))) {
        kept[count++] = row;
      }
    }
    int[] whole = Arrays.copyOf(kept, count);
    List<Cells> keys = new ArrayList<>();
    for (Column column : columns) {
      keys.add(Cells.of(column, 0, rows).gather(whole, 0, count));
    }
    int[] order = BatchOrder.of(keys, new long[count], null, count);
    List<Cells> sorted = new ArrayList<>();
    for (Cells cells : keys) {
      sorted.add(cells.gather(order, 0, count));
    }
    Arrays.setAll(order, i -> whole[order[i]]);
    return new SortedKeys(sorted, order);
  }

  /** The rows' numbers, by key. */
  public int[] order() {
    return order;
  }

  /** The first place in the order whose key is not below a block's first. */
  public int from(RowBlock block) {
    return place(block, 0, 0);
  }

  /** The first place in the order whose key is above a block's last. */
  public int to(RowBlock block) {
    return place(block, block.rows() - 1, 1);
  }

  private int place(RowBlock block, int row, int least) {
    int low = 0;
    int high = order.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, block, row) < least) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int compare(int place, RowBlock block, int row) {
    for (int i = 0; i < keys.size(); i++) {
      int signum = keys.get(i).compare(place, block.keyCells().get(i), row);
      if (signum != 0) {
        return signum;
      }
    }
    return 0;
  }
}

package dev.datamesh.featurestore.join;

/**
 * Which feature row each spine row found. An entry is the row's number, {@link #NOT_FOUND}, or for
 * a row that is too old {@code -2 - number}. For many threads, as long as nobody writes.
 */
public final class Matches {

  /** No row at or before the spine row's time. */
  public static final int NOT_FOUND = -1;

  private final int[] rows;

  Matches(int[] rows) {
    this.rows = rows;
  }

  /** The entries themselves, not a copy. */
  public int[] rows() {
    return rows;
  }

  static int expired(int row) {
    return -2 - row;
  }

  /** Whether the spine row found a row, though one that is too old. */
  public boolean isExpired(int spineRow) {
    return rows[spineRow] <= -2;
  }

  /** The row found, too old or not, or {@link #NOT_FOUND}. */
  public int anyRow(int spineRow) {
    int row = rows[spineRow];
    return row <= -2 ? -2 - row : row;
  }

  /** The same with rows that are too old taken as found. */
  public Matches withStale() {
    int[] all = rows.clone();
    for (int i = 0; i < all.length; i++) {
      all[i] = anyRow(i);
    }
    return new Matches(all);
  }
}

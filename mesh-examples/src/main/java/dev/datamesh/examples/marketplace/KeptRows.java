package dev.datamesh.examples.marketplace;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.featurestore.FeatureStore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Brings a day's rows of a view into the store once, however often the job is started. A view's
 * rows are one commit: after a kill they are there whole or not at all.
 */
final class KeptRows {

  /** Later than every row of the story. */
  private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  private KeptRows() {}

  /** Ingests rows unless the store has exactly these; rows of another input are dropped before. */
  static void ensure(FeatureStore store, String view, Frame rows) {
    long kept = store.stats(view).rows();
    if (kept == rows.rows() && fingerprint(store, view) == fingerprint(rows)) {
      return;
    }
    if (kept > 0) {
      store.retain(view, END);
    }
    store.ingest(view, rows);
  }

  private static long fingerprint(FeatureStore store, String view) {
    long sum = 0;
    try (FrameBlocks blocks = store.rows(view)) {
      while (blocks.hasNext()) {
        sum += fingerprint(blocks.next());
      }
    }
    return sum;
  }

  /** The same for the same rows in any order and with their columns in any order. */
  private static long fingerprint(Frame rows) {
    List<Column> columns = rows.columns();
    long sum = 0;
    for (long row = 0; row < rows.rows(); row++) {
      long hash = 0;
      for (Column column : columns) {
        hash += mixed(column.name().hashCode() * 31L + Objects.hashCode(column.get(row)));
      }
      sum += mixed(hash);
    }
    return sum;
  }

  private static long mixed(long value) {
    long hash = (value ^ value >>> 32) * 0x9E3779B97F4A7C15L;
    return hash ^ hash >>> 29;
  }
}

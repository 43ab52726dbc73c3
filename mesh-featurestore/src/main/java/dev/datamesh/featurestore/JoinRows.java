package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.featurestore.join.FeatureTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A view's rows as a join meets them. Safe for use by many threads: they are as of some ingest. */
interface JoinRows {

  /**
   * What a join asks of a view's rows beside keys and event times.
   *
   * @param features by name
   * @param created whether a filter looks at created times
   * @param sequences whether a filter looks at the order or the time of ingest
   */
  record Needs(List<String> features, boolean created, boolean sequences) {

    public Needs {
      features = List.copyOf(features);
    }
  }

  /** With created times where they are needed: those of ingest where the view has none. */
  FeatureTable table();

  /** The values of a feature. */
  Column column(String feature);

  /** The event times of rows by number; negative: null. */
  Column eventTimes(int[] rows);

  /** The first sequence that was not there at an instant. */
  long knownAt(long micros);

  /** The rows' ingest sequences; null: row numbers are it, or nobody needs them. */
  long @Nullable [] sequences();
}

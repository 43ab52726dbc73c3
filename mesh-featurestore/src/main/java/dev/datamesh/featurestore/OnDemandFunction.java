package dev.datamesh.featurestore;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes on-demand features of one row. Called from many threads; must not keep state. */
@FunctionalInterface
public interface OnDemandFunction {

  /**
   * Answers the features by name.
   *
   * @param inputs stored features and request data by name, null where there is no value
   */
  Map<String, @Nullable Object> apply(Map<String, @Nullable Object> inputs);
}

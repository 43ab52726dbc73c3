package dev.datamesh.core.spi;

import java.time.Duration;
import java.util.Map;

/**
 * Hears what the SDK does and how long it takes; the host counts. Called from the working thread,
 * must return quickly and not throw. Implementations are safe for use by many threads.
 */
@FunctionalInterface
public interface MetricsListener {

  /** Hears nothing. */
  MetricsListener NONE = (operation, outcome, took) -> {};

  /**
   * An operation ended.
   *
   * @param operation such as {@code catalog.register}
   * @param outcome such as {@code done}, {@code refused}, {@code failed}
   */
  void measured(String operation, String outcome, Duration took);

  /**
   * Something happened some times more; told in steps, not each time. Hears nothing by default.
   *
   * @param what such as {@code features.online.keys}
   * @param labels such as domain and view
   */
  default void counted(String what, Map<String, String> labels, long times) {}
}

package dev.datamesh.core.catalog;

import dev.datamesh.core.spi.MetricsListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Tells the log and the host's metrics what happened. Keys of the log's events: {@code event}
 * (catalog.write, catalog.refused, catalog.lineage), {@code action}, {@code target}, {@code
 * principal}, {@code outcome} (done, conflict, refused, failed), {@code revision}, {@code
 * duration_us}, {@code reason}. Secrets are in none of them.
 */
final class Announcer {

  private final Logger log = LoggerFactory.getLogger("dev.datamesh.catalog");
  private final MetricsListener listener;

  Announcer(MetricsListener listener) {
    this.listener = listener;
  }

  long start() {
    return System.nanoTime();
  }

  void wrote(
      String principal, String action, String target, @Nullable WriteResult<?> result, long start) {
    long nanos = System.nanoTime() - start;
    String outcome = outcome(result);
    listener.measured("catalog." + action, outcome, Duration.ofNanos(nanos));
    Level level = result == null ? Level.ERROR : result.isDone() ? Level.INFO : Level.WARN;
    if (!log.isEnabledForLevel(level)) {
      return;
    }
    LoggingEventBuilder event =
        log.atLevel(level)
            .addKeyValue("event", "catalog.write")
            .addKeyValue("action", action)
            .addKeyValue("target", target)
            .addKeyValue("principal", principal)
            .addKeyValue("outcome", outcome)
            .addKeyValue("duration_us", nanos / 1_000);
    if (result instanceof WriteResult.Done<?> done) {
      event = event.addKeyValue("revision", done.revision());
    } else if (result != null) {
      event = event.addKeyValue("reason", result.explain());
    }
    event.log("{} {}: {}", action, target, outcome);
  }

  void refused(String principal, String action, String target, String reason) {
    listener.measured("catalog." + action, "denied", Duration.ZERO);
    log.atWarn()
        .addKeyValue("event", "catalog.refused")
        .addKeyValue("action", action)
        .addKeyValue("target", target)
        .addKeyValue("principal", principal)
        .addKeyValue("reason", reason)
        .log("{} {}: denied", action, target);
  }

  /** A product's lineage did not hear of a write that is durable. */
  void lineageFailed(String target, RuntimeException e) {
    listener.measured("catalog.lineage", "failed", Duration.ZERO);
    log.atError()
        .addKeyValue("event", "catalog.lineage")
        .addKeyValue("target", target)
        .addKeyValue("outcome", "failed")
        .addKeyValue("reason", String.valueOf(e.getMessage()))
        .setCause(e)
        .log("{}: the lineage was not told", target);
  }

  private static String outcome(@Nullable WriteResult<?> result) {
    if (result == null) {
      return "failed";
    }
    if (result.isDone()) {
      return "done";
    }
    return result.conflicting().isPresent() ? "conflict" : "refused";
  }
}

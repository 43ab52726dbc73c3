package dev.datamesh.featurestore;

import dev.datamesh.featurestore.definition.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a spine row got the value it got: every row of its key, the latest first, and what spoke for
 * or against it. Immutable.
 *
 * @param feature as it was asked for
 * @param key the spine row's key values by name
 * @param at the spine row's time
 * @param window in words, such as {@code [2024-01-01T00:00:00Z, 2024-01-01T06:00:00Z]}
 * @param status what the join answers
 * @param value what the join answers, null unless the status is PRESENT
 */
public record Explanation(
    String feature,
    Map<String, @Nullable Object> key,
    Instant at,
    String window,
    Status status,
    @Nullable Object value,
    List<Candidate> candidates) {

  /** What became of a row. */
  public enum Verdict {
    TAKEN,
    /** A row later in event time, created time or ingest order was taken. */
    SUPERSEDED,
    AFTER_THE_TIME,
    OLDER_THAN_TTL,
    CREATED_TOO_LATE,
    NOT_YET_INGESTED,
    NULL_PASSED_OVER,
    OUTCOME_NOT_YET_KNOWN,
    WITHOUT_EVENT_TIME
  }

  /**
   * One row of the key.
   *
   * @param row its number in ingest order
   * @param created when it became known, empty where that is not told
   */
  public record Candidate(
      long row,
      Optional<Instant> event,
      Optional<Instant> created,
      @Nullable Object value,
      Verdict verdict) {}

  public Explanation {
    candidates = List.copyOf(candidates);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s of %s at %s: %s %s, window %s%n".formatted(feature, key, at, status, value, window));
    for (Candidate candidate : candidates) {
      text.append(
          "  row %d, event %s, created %s, value %s: %s%n"
              .formatted(
                  candidate.row(),
                  candidate.event().map(Instant::toString).orElse("none"),
                  candidate.created().map(Instant::toString).orElse("not told"),
                  candidate.value(),
                  candidate.verdict().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')));
    }
    if (candidates.isEmpty()) {
      text.append("  the view has no row of this key%n".formatted());
    }
    return text.toString();
  }
}

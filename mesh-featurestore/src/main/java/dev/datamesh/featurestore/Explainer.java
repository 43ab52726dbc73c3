package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.featurestore.Explanation.Candidate;
import dev.datamesh.featurestore.Explanation.Verdict;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureReference;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Status;
import dev.datamesh.featurestore.join.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at every row of a view for one spine row: slow, and independent of the join's kernels. */
final class Explainer {

  private final HistoricalRequest request;
  private final FeatureReference reference;
  private final ViewRows rows;
  private final FeatureView view;
  private final Feature feature;
  private final Window window;

  Explainer(
      HistoricalRequest request, FeatureReference reference, FeatureView view, ViewRows rows) {
    this.request = request;
    this.reference = reference;
    this.rows = rows;
    this.view = view;
    this.feature = view.feature(reference.feature());
    this.window = JoinPlan.window(view);
  }

  Explanation explain(Frame spine, long spineRow) {
    if (spineRow < 0 || spineRow >= spine.rows()) {
      throw new InvalidInputException(
          "Cannot explain row %d of the spine: it has %d rows".formatted(spineRow, spine.rows()));
    }
    long time = Spines.time(spine, request.spineTime(), spineRow);
    Map<String, @Nullable Object> key = new LinkedHashMap<>();
    List<String> asked = new ArrayList<>();
    boolean whole = true;
    for (Field field : view.keys().fields()) {
      String name = reference.keys().getOrDefault(field.name(), field.name());
      Column column = Spines.key(spine, view.name(), field, name);
      Object value = column.get(spineRow);
      key.put(name, value);
      asked.add(String.valueOf(column.getText(spineRow)));
      whole &= value != null;
    }
    List<Candidate> candidates = whole ? candidates(asked, time) : List.of();
    return answer(key, time, candidates);
  }

  /** All rows of the key, the greatest first, judged one by one. */
  private List<Candidate> candidates(List<String> asked, long time) {
    List<Long> ofKey = new ArrayList<>();
    for (long row = 0; row < rows.count(); row++) {
      if (isOfKey(row, asked)) {
        ofKey.add(row);
      }
    }
    ofKey.sort(
        Comparator.<Long>comparingLong(this::event)
            .thenComparingLong(rows::createdOf)
            .thenComparingLong(row -> row)
            .reversed());
    List<Candidate> candidates = new ArrayList<>();
    boolean decided = false;
    for (long row : ofKey) {
      Verdict verdict = refusal(row, time);
      if (verdict == null) {
        boolean old = !window.reaches(event(row), time);
        verdict = decided ? Verdict.SUPERSEDED : old ? Verdict.OLDER_THAN_TTL : Verdict.TAKEN;
        decided = true;
      }
      candidates.add(candidate(row, verdict));
    }
    return candidates;
  }

  private boolean isOfKey(long row, List<String> asked) {
    List<String> names = view.keys().names();
    for (int i = 0; i < names.size(); i++) {
      String text = rows.column(names.get(i)).getText(row);
      if (text == null || !text.equals(asked.get(i))) {
        return false;
      }
    }
    return true;
  }

  private long event(long row) {
    return rows.event().isNull(row) ? Long.MIN_VALUE : rows.event().getLong(row);
  }

  /** Why a row takes no part, null where it does. */
  private @Nullable Verdict refusal(long row, long time) {
    if (rows.event().isNull(row)) {
      return Verdict.WITHOUT_EVENT_TIME;
    }
    long event = event(row);
    if (!window.admits(event, time)) {
      return Verdict.AFTER_THE_TIME;
    }
    if (request.knownAt().isPresent()) {
      long known = Micros.down(request.knownAt().get());
      if (rows.commitOf(row) > known) {
        return Verdict.NOT_YET_INGESTED;
      }
      if (isOpenOutcome(event, known)) {
        return Verdict.OUTCOME_NOT_YET_KNOWN;
      }
    }
    long created = rows.createdOf(row);
    if (request.isCreatedBySpine() && created > time) {
      return Verdict.CREATED_TOO_LATE;
    }
    if (request.createdLimit().isPresent()) {
      long limit = Micros.down(request.createdLimit().get());
      if (created > limit) {
        return Verdict.CREATED_TOO_LATE;
      }
      if (isOpenOutcome(event, limit)) {
        return Verdict.OUTCOME_NOT_YET_KNOWN;
      }
    }
    boolean passes = feature.pick() == Feature.Pick.LATEST_NON_NULL;
    return passes && rows.column(feature.name()).isNull(row) ? Verdict.NULL_PASSED_OVER : null;
  }

  private boolean isOpenOutcome(long event, long known) {
    return view.labelHorizon().isPresent()
        && event > known - FeatureView.micros(view.labelHorizon().get());
  }

  private Candidate candidate(long row, Verdict verdict) {
    long created = rows.createdOf(row);
    return new Candidate(
        row,
        rows.event().isNull(row) ? Optional.empty() : Optional.of(Micros.instant(event(row))),
        created == Long.MIN_VALUE ? Optional.empty() : Optional.of(Micros.instant(created)),
        rows.column(feature.name()).get(row),
        verdict);
  }

  private Explanation answer(
      Map<String, @Nullable Object> key, long time, List<Candidate> candidates) {
    Status status = Status.NOT_FOUND;
    Object value = null;
    for (Candidate candidate : candidates) {
      if (candidate.verdict() == Verdict.TAKEN) {
        value = candidate.value();
        status = value == null ? Status.NULL_VALUE : Status.PRESENT;
      } else if (candidate.verdict() == Verdict.OLDER_THAN_TTL) {
        value = request.servesStale() ? candidate.value() : null;
        status = Status.OUTSIDE_MAX_AGE;
      }
    }
    return new Explanation(
        reference.toString(),
        java.util.Collections.unmodifiableMap(key),
        Micros.instant(time),
        windowText(time),
        status,
        value,
        candidates);
  }

  private String windowText(long time) {
    String end = Micros.instant(time) + (view.bounds().includesEnd() ? "]" : ")");
    Optional<Long> ttl = view.ttlMicros();
    if (ttl.isEmpty()) {
      return "(always, " + end;
    }
    Instant start =
        Micros.instant(time)
            .minusSeconds(ttl.get() / 1_000_000)
            .minusNanos(ttl.get() % 1_000_000 * 1000);
    return (view.bounds().includesStart() ? "[" : "(") + start + ", " + end;
  }
}

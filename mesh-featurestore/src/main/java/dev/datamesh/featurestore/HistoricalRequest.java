package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Progress;
import dev.datamesh.featurestore.definition.FeatureReference;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which features a training set has and how they are joined. Immutable; each method answers a
 * changed copy.
 */
public final class HistoricalRequest {

  private final List<FeatureReference> features;
  private final String service;

  // Set while a copy is made, never after.
  private String timeColumn = "";
  private boolean fullNames;
  private boolean statuses;
  private boolean eventTimes;
  private boolean stale;
  private boolean createdBySpine;
  private Optional<Instant> createdLimit = Optional.empty();
  private Optional<Instant> knownAt = Optional.empty();
  private int threads = 1;
  private Progress progress = Progress.NONE;

  private HistoricalRequest(List<FeatureReference> features, String service) {
    this.features = List.copyOf(features);
    this.service = service;
  }

  /** Features by reference: {@code view:feature} or {@code view@v2:feature}. */
  public static HistoricalRequest of(String... references) {
    return of(Arrays.stream(references).map(FeatureReference::of).toList());
  }

  public static HistoricalRequest of(List<FeatureReference> references) {
    return new HistoricalRequest(references, "");
  }

  /** The features of a service. */
  public static HistoricalRequest ofService(String name) {
    return new HistoricalRequest(List.of(), name);
  }

  /** The spine's time column; needed where the spine has several columns of instants. */
  public HistoricalRequest timeColumn(String column) {
    return with(copy -> copy.timeColumn = column);
  }

  /** Names result columns {@code view__feature}. */
  public HistoricalRequest fullNames() {
    return with(copy -> copy.fullNames = true);
  }

  /** Adds a column {@code feature__status} behind each feature. */
  public HistoricalRequest statuses() {
    return with(copy -> copy.statuses = true);
  }

  /** Adds a column {@code feature__event_time} behind each feature. */
  public HistoricalRequest eventTimes() {
    return with(copy -> copy.eventTimes = true);
  }

  /** Gives values that are older than the ttl instead of null. */
  public HistoricalRequest serveStale() {
    return with(copy -> copy.stale = true);
  }

  /**
   * Leaves out rows created after the spine row's time: what was really known then. Without a
   * created column the time of ingest takes its place.
   */
  public HistoricalRequest createdCutoff() {
    return with(copy -> copy.createdBySpine = true);
  }

  /** Leaves out rows created after an instant. */
  public HistoricalRequest createdCutoff(Instant latest) {
    return with(copy -> copy.createdLimit = Optional.of(latest));
  }

  /**
   * Takes definitions and rows as the store knew them at an instant. Where rows that were known
   * then have been erased since, the result's {@link dev.datamesh.core.frame.Frame#notes} say so,
   * as {@code spend: ERASED(3)}.
   */
  public HistoricalRequest asKnownAt(Instant instant) {
    return with(copy -> copy.knownAt = Optional.of(instant));
  }

  /** How many threads join; one by default. */
  public HistoricalRequest threads(int count) {
    if (count < 1) {
      throw new InvalidInputException(
          "Cannot join with %d threads: expected at least one".formatted(count));
    }
    return with(copy -> copy.threads = count);
  }

  /** Hears how far the join has come, and may end it. */
  public HistoricalRequest progress(Progress listener) {
    return with(copy -> copy.progress = listener);
  }

  private HistoricalRequest with(Consumer<HistoricalRequest> change) {
    HistoricalRequest copy = new HistoricalRequest(features, service);
    copy.timeColumn = timeColumn;
    copy.fullNames = fullNames;
    copy.statuses = statuses;
    copy.eventTimes = eventTimes;
    copy.stale = stale;
    copy.createdBySpine = createdBySpine;
    copy.createdLimit = createdLimit;
    copy.knownAt = knownAt;
    copy.threads = threads;
    copy.progress = progress;
    change.accept(copy);
    return copy;
  }

  List<FeatureReference> features() {
    return features;
  }

  String service() {
    return service;
  }

  String spineTime() {
    return timeColumn;
  }

  boolean hasFullNames() {
    return fullNames;
  }

  boolean hasStatuses() {
    return statuses;
  }

  boolean hasEventTimes() {
    return eventTimes;
  }

  boolean servesStale() {
    return stale;
  }

  boolean isCreatedBySpine() {
    return createdBySpine;
  }

  Optional<Instant> createdLimit() {
    return createdLimit;
  }

  Optional<Instant> knownAt() {
    return knownAt;
  }

  int threadCount() {
    return threads;
  }

  Progress watcher() {
    return progress;
  }

  /** What was asked for, as a saved data set's manifest has it. */
  @Override
  public String toString() {
    return (service.isEmpty() ? features.toString() : "service " + service)
        + (fullNames ? ", full names" : "")
        + (statuses ? ", statuses" : "")
        + (eventTimes ? ", event times" : "")
        + (stale ? ", stale values" : "")
        + (createdBySpine ? ", created by the spine's time" : "")
        + createdLimit.map(at -> ", created by " + at).orElse("")
        + knownAt.map(at -> ", as known at " + at).orElse("");
  }
}

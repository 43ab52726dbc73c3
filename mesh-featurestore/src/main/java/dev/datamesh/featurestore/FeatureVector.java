package dev.datamesh.featurestore;

import dev.datamesh.core.NotFoundException;
import dev.datamesh.featurestore.definition.Status;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The features of one key: for each a value, a status, and the time of the row it comes from, in
 * the order asked for. Immutable.
 */
public final class FeatureVector {

  /** One feature. */
  record Entry(@Nullable Object value, Status status, @Nullable Instant eventTime) {}

  private final List<String> names;
  private final List<Entry> entries;

  FeatureVector(List<String> names, List<Entry> entries) {
    this.names = names;
    this.entries = List.copyOf(entries);
  }

  public List<String> names() {
    return names;
  }

  /** The value, null unless its status is PRESENT (or stale values were asked for). */
  public @Nullable Object value(String feature) {
    return entry(feature).value();
  }

  /**
   * The value as a double.
   *
   * @throws NotFoundException where it is null or no number
   */
  public double getDouble(String feature) {
    Object value = value(feature);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new NotFoundException(
        "Cannot read feature \"%s\" as a double, it is %s (%s)"
            .formatted(feature, value, status(feature)),
        feature);
  }

  public Status status(String feature) {
    return entry(feature).status();
  }

  /** The time of the row that was found, too old or not; empty for computed features. */
  public Optional<Instant> eventTime(String feature) {
    return Optional.ofNullable(entry(feature).eventTime());
  }

  /** All values by name. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      map.put(names.get(i), entries.get(i).value());
    }
    return Collections.unmodifiableMap(map);
  }

  private Entry entry(String feature) {
    int place = names.indexOf(feature);
    if (place < 0) {
      throw new NotFoundException(
          "Cannot find feature \"%s\": the vector has %s".formatted(feature, names), feature);
    }
    return entries.get(place);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      Entry entry = entries.get(i);
      text.append(i == 0 ? "" : ", ")
          .append(names.get(i))
          .append('=')
          .append(entry.status() == Status.PRESENT ? entry.value() : entry.status());
    }
    return text.toString();
  }
}

package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.join.Window;
import dev.datamesh.featurestore.online.OnlineTable;
import dev.datamesh.featurestore.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for online features, prepared once and asked many times.
 *
 * <pre>{@code
 * PreparedFeatures churn = store.prepareService("churn");
 * FeatureVector vector = churn.get(Map.of("customer_id", "C-17"));
 * }</pre>
 *
 * <p>The ttl and the bounds are judged at the read, against the store's clock or a given instant.
 * Safe for use by many threads: each view's row is whole; a changed registry is noticed at the next
 * call.
 */
public final class PreparedFeatures {

  private final FeatureStore store;
  private final HistoricalRequest request;
  private volatile Bound bound;

  /** The request resolved against one registry. */
  private record Bound(
      Registry registry, Selection selection, Schema keys, Schema data, List<String> names) {}

  PreparedFeatures(FeatureStore store, HistoricalRequest request) {
    this.store = store;
    this.request = request;
    this.bound = bind(store.registry());
  }

  private Bound bind(Registry registry) {
    Selection selection =
        Selection.of(
            registry,
            request.service().isEmpty()
                ? request.features()
                : registry.service(request.service()).features(),
            request.hasFullNames(),
            store.functions());
    for (Selection.ViewUse use : selection.byView().keySet()) {
      FeatureView view = use.version().definition();
      if (!view.online()) {
        throw new InvalidInputException(
            "Cannot serve view \"%s\", it is not online: build it with online()"
                .formatted(view.name()));
      }
    }
    return new Bound(
        registry,
        selection,
        selection.keys(),
        selection.requestData(),
        selection.outputs().stream().map(Selection.Output::name).toList());
  }

  private Bound bound() {
    Bound known = bound;
    Registry registry = store.registry();
    if (known.registry().revision() != registry.revision()) {
      known = bind(registry);
      bound = known;
    }
    return known;
  }

  /** The key columns that {@link #get} needs, and their types. */
  public Schema keys() {
    return bound().keys();
  }

  /** What else {@link #get} needs for on-demand features. */
  public Schema requestData() {
    return bound().data();
  }

  /** The names of the results, in the order asked for. */
  public List<String> names() {
    return bound().names();
  }

  /** The features of one key as of the store's clock. */
  public FeatureVector get(Map<String, ?> key) {
    return get(key, store.now());
  }

  /** The features of one key as of an instant. */
  public FeatureVector get(Map<String, ?> key, Instant at) {
    Bound now = bound();
    return vector(now, checked(now, key), Micros.down(at));
  }

  /** The features of several keys, in their order; equal keys are looked up once. */
  public List<FeatureVector> get(List<? extends Map<String, ?>> keys) {
    return get(keys, store.now());
  }

  /** The features of several keys as of an instant. */
  public List<FeatureVector> get(List<? extends Map<String, ?>> keys, Instant at) {
    Bound now = bound();
    long micros = Micros.down(at);
    Map<Map<String, Object>, FeatureVector> known = new HashMap<>();
    List<FeatureVector> vectors = new ArrayList<>();
    for (Map<String, ?> key : keys) {
      vectors.add(known.computeIfAbsent(checked(now, key), values -> vector(now, values, micros)));
    }
    return vectors;
  }

  /** The key's values and request data in their types' own forms. */
  private static Map<String, Object> checked(Bound bound, Map<String, ?> key) {
    Set<String> missing = new LinkedHashSet<>(bound.keys().names());
    missing.addAll(bound.data().names());
    Set<String> unknown = new LinkedHashSet<>(key.keySet());
    unknown.removeAll(missing);
    missing.removeAll(key.keySet());
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new InvalidInputException(
          "Cannot look up features, %s: expected keys %s%s"
              .formatted(
                  missing.isEmpty() ? "there is no key " + unknown : missing + " is missing",
                  bound.keys(),
                  bound.data().fields().isEmpty() ? "" : " and request data " + bound.data()));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    List<Field> fields = new ArrayList<>(bound.keys().fields());
    fields.addAll(bound.data().fields());
    for (Field field : fields) {
      Object given = key.get(field.name());
      Object value = given == null ? null : fitted(field, given);
      if (value != null) {
        values.put(field.name(), value);
      }
    }
    return values;
  }

  private static @Nullable Object fitted(Field field, Object given) {
    FieldType type = field.type();
    boolean asIs =
        given instanceof String
            ? type == Primitive.STRING
            : given instanceof Long && type == Primitive.INT64;
    return asIs
        ? given
        : Frame.builder(new Schema(List.of(field))).row(given).build().columns().get(0).get(0);
  }

  private FeatureVector vector(Bound bound, Map<String, Object> key, long at) {
    Map<String, FeatureVector.Entry> stored = new HashMap<>();
    bound.selection().byView().forEach((use, features) -> read(use, features, key, at, stored));
    Map<String, @Nullable Object> computed = Map.of();
    if (bound.selection().computesAnything()) {
      Map<String, @Nullable Object> inputs = new HashMap<>();
      stored.forEach((name, entry) -> inputs.put(name, entry.value()));
      computed = bound.selection().compute(key, inputs);
    }
    List<FeatureVector.Entry> entries = new ArrayList<>();
    for (String name : bound.names()) {
      FeatureVector.Entry entry = stored.get(name);
      if (entry == null) {
        Object value = computed.get(name);
        entry =
            new FeatureVector.Entry(
                value, value == null ? Status.NULL_VALUE : Status.PRESENT, null);
      }
      entries.add(entry);
    }
    return new FeatureVector(bound.names(), entries);
  }

  private void read(
      Selection.ViewUse use,
      List<Selection.Stored> features,
      Map<String, Object> key,
      long at,
      Map<String, FeatureVector.Entry> into) {
    FeatureView view = use.version().definition();
    List<Object> values = new ArrayList<>();
    for (String name : view.keys().names()) {
      Object value = key.get(use.keys().getOrDefault(name, name));
      if (value != null) {
        values.add(value);
      }
    }
    OnlineTable table = store.online().table(use.version());
    List<OnlineTable.Cell> cells =
        table == null || values.size() < view.keys().fields().size() ? null : table.get(values);
    Window window = JoinPlan.window(view);
    List<String> names = view.featureNames();
    for (Selection.Stored feature : features) {
      OnlineTable.Cell cell = cells == null ? null : cells.get(names.indexOf(feature.feature()));
      into.put(feature.name(), entry(cell, window, at));
    }
  }

  private FeatureVector.Entry entry(OnlineTable.@Nullable Cell cell, Window window, long at) {
    if (cell == null || !window.admits(cell.event(), at)) {
      return new FeatureVector.Entry(null, Status.NOT_FOUND, null);
    }
    Instant event = Micros.instant(cell.event());
    if (!window.reaches(cell.event(), at)) {
      return new FeatureVector.Entry(
          request.servesStale() ? cell.value() : null, Status.OUTSIDE_MAX_AGE, event);
    }
    return new FeatureVector.Entry(
        cell.value(), cell.value() == null ? Status.NULL_VALUE : Status.PRESENT, event);
  }
}

package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Status;
import dev.datamesh.featurestore.join.Window;
import dev.datamesh.featurestore.online.FeatureBuffer;
import dev.datamesh.featurestore.online.KeyBuffer;
import dev.datamesh.featurestore.online.ReadPlan;
import dev.datamesh.featurestore.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A request for online features, prepared once and asked many times.
 *
 * <pre>{@code
 * PreparedFeatures churn = store.prepareService("churn");
 * FeatureVector vector = churn.get(Map.of("customer_id", "C-17"));
 *
 * FeatureBuffer answer = churn.newBuffer(1);       // the fast way: nothing is allocated
 * churn.get("C-17", answer);
 * double total = answer.getDouble(0, 0);
 * }</pre>
 *
 * <p>The ttl and the bounds are judged at the read, against the store's clock or a given instant.
 * Safe for use by many threads: each view's row is whole; a changed registry is noticed at the next
 * call.
 */
public final class PreparedFeatures {

  private final FeatureStore store;
  private final HistoricalRequest request;
  private final @Nullable FeatureLog log;
  private volatile Bound bound;

  /** The request resolved against one registry; the plan's first features are those asked for. */
  private record Bound(
      Registry registry, Selection selection, Schema data, List<String> names, ReadPlan plan) {}

  PreparedFeatures(FeatureStore store, HistoricalRequest request, @Nullable FeatureLog log) {
    this.store = store;
    this.request = request;
    this.log = log;
    this.bound = bind(store.openRegistry());
  }

  /** The same features, of whose answers a share is kept. */
  public PreparedFeatures loggedTo(FeatureLog into) {
    return new PreparedFeatures(store, request, into);
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
    List<ReadPlan.Part> parts = new ArrayList<>();
    selection.byView().forEach((use, features) -> parts.add(part(use, features)));
    List<String> names = selection.outputs().stream().map(Selection.Output::name).toList();
    ReadPlan plan = ReadPlan.of(parts);
    List<String> order = new ArrayList<>(names);
    order.retainAll(plan.features().names());
    plan.features().names().stream().filter(name -> !names.contains(name)).forEach(order::add);
    return new Bound(registry, selection, selection.requestData(), names, plan.inOrder(order));
  }

  private ReadPlan.Part part(Selection.ViewUse use, List<Selection.Stored> features) {
    FeatureView view = use.version().definition();
    if (!view.online()) {
      throw new InvalidInputException(
          "Cannot serve view \"%s\", it is not online: build it with online()"
              .formatted(view.name()));
    }
    Map<String, String> wanted = new LinkedHashMap<>();
    features.forEach(feature -> wanted.put(feature.name(), feature.feature()));
    Window window = JoinPlan.window(view);
    OnlineRows online = store.online();
    return new ReadPlan.Part(
        online.store(),
        online.table(use.version()),
        view.keys().names().stream().map(key -> use.keys().getOrDefault(key, key)).toList(),
        wanted,
        window.ttl(),
        window.startIncluded(),
        window.endIncluded(),
        request.servesStale(),
        online.counter(view));
  }

  private Bound bound() {
    Bound known = bound;
    Registry registry = store.openRegistry();
    if (known.registry().revision() != registry.revision()) {
      known = bind(registry);
      bound = known;
    }
    return known;
  }

  /** The key columns that {@link #get} needs, and their types. */
  public Schema keys() {
    return bound().plan().keys();
  }

  /** What else {@link #get} needs for on-demand features. */
  public Schema requestData() {
    return bound().data();
  }

  /** The names of the results, in the order asked for. */
  public List<String> names() {
    return bound().names();
  }

  /** A buffer for answers to so many keys; it grows where more are asked for. */
  public FeatureBuffer newBuffer(int rows) {
    return bound().plan().newBuffer(rows);
  }

  /** A buffer for so many keys; it grows where more are added. */
  public KeyBuffer newKeys(int rows) {
    return bound().plan().newKeys(rows);
  }

  /** Reads the features of a whole number's entity as of the store's clock, without allocation. */
  public void get(long key, FeatureBuffer answer) {
    get(key, answer, now());
  }

  /**
   * Reads the features of a whole number's entity as of an instant. Of several reads in a row those
   * that share an instant are faster: reading a clock waits for all that was begun before.
   */
  public void get(long key, FeatureBuffer answer, Instant at) {
    get(key, answer, Micros.down(at));
  }

  private void get(long key, FeatureBuffer answer, long micros) {
    Bound now = stored();
    now.plan().read(key, answer, micros);
    if (log != null) {
      log(log, now, now.plan().newKeys(1).add(key), answer);
    }
  }

  /** Reads the features of a text's entity as of the store's clock, without allocation. */
  public void get(String key, FeatureBuffer answer) {
    get(key, answer, now());
  }

  /** Reads the features of a text's entity as of an instant, without allocation. */
  public void get(String key, FeatureBuffer answer, Instant at) {
    get(key, answer, Micros.down(at));
  }

  private void get(String key, FeatureBuffer answer, long micros) {
    Bound now = stored();
    now.plan().read(key, answer, micros);
    if (log != null) {
      log(log, now, now.plan().newKeys(1).add(key), answer);
    }
  }

  /** Reads the features of many keys as of the store's clock, without allocation. */
  public void get(KeyBuffer keys, FeatureBuffer answer) {
    get(keys, answer, now());
  }

  /** Reads the features of many keys as of an instant. */
  public void get(KeyBuffer keys, FeatureBuffer answer, Instant at) {
    get(keys, answer, Micros.down(at));
  }

  private void get(KeyBuffer keys, FeatureBuffer answer, long micros) {
    Bound now = stored();
    if (!keys.isFor(now.plan().keys())) {
      throw new InvalidInputException(
          "Cannot look up keys %s: expected %s, as newKeys makes them"
              .formatted(keys.names(), now.plan().keys()));
    }
    now.plan().read(keys, answer, micros);
    if (log != null) {
      log(log, now, keys, answer);
    }
  }

  /** Logs all rows of an answer, or none; only what is logged is made into objects. */
  private static void log(FeatureLog log, Bound now, KeyBuffer keys, FeatureBuffer answer) {
    if (!log.takesNext()) {
      return;
    }
    List<String> names = keys.names();
    for (int row = 0; row < keys.size(); row++) {
      Map<String, @Nullable Object> key = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        key.put(names.get(i), keys.value(row, i));
      }
      log.add(key, vector(now, Map.of(), answer, row), Micros.instant(answer.timeMicros()));
    }
  }

  private long now() {
    return Micros.down(store.now());
  }

  private Bound stored() {
    Bound now = bound();
    if (now.selection().computesAnything()) {
      throw new InvalidInputException(
          "Cannot read %s into a buffer, some are computed at the request: ask by a map"
              .formatted(now.names()));
    }
    return now;
  }

  /** The features of one key as of the store's clock. */
  public FeatureVector get(Map<String, ?> key) {
    return get(key, store.now());
  }

  /** The features of one key as of an instant. */
  public FeatureVector get(Map<String, ?> key, Instant at) {
    return get(List.of(key), at).get(0);
  }

  /** The features of several keys, in their order; equal keys are looked up once. */
  public List<FeatureVector> get(List<? extends Map<String, ?>> keys) {
    return get(keys, store.now());
  }

  /** The features of several keys as of an instant. */
  public List<FeatureVector> get(List<? extends Map<String, ?>> keys, Instant at) {
    Bound now = bound();
    Map<Map<String, Object>, Integer> places = new HashMap<>();
    List<Map<String, Object>> asked = new ArrayList<>();
    KeyBuffer distinct = now.plan().newKeys(keys.size());
    for (Map<String, ?> key : keys) {
      Map<String, Object> values = checked(now, key);
      asked.add(values);
      if (places.putIfAbsent(values, places.size()) == null) {
        distinct.add(now.plan().keys().names().stream().map(values::get).toArray());
      }
    }
    FeatureBuffer answer = now.plan().newBuffer(distinct.size());
    now.plan().read(distinct, answer, Micros.down(at));
    answer.flushCounts();
    List<@Nullable FeatureVector> known = new ArrayList<>();
    List<FeatureVector> vectors = new ArrayList<>();
    for (Map<String, Object> key : asked) {
      int place = java.util.Objects.requireNonNull(places.get(key));
      while (known.size() <= place) {
        known.add(null);
      }
      FeatureVector vector = known.get(place);
      if (vector == null) {
        vector = vector(now, key, answer, place);
        known.set(place, vector);
      }
      vectors.add(vector);
    }
    if (log != null && log.takesNext()) {
      for (int i = 0; i < vectors.size(); i++) {
        log.add(asked.get(i), vectors.get(i), at);
      }
    }
    return vectors;
  }

  /** The same on another thread. */
  public CompletableFuture<List<FeatureVector>> getAsync(
      List<? extends Map<String, ?>> keys, Executor executor) {
    return CompletableFuture.supplyAsync(() -> get(keys), executor);
  }

  /** The features of one key as a record, whose components are found by name. */
  public <R extends Record> R get(Map<String, ?> key, Class<R> type) {
    return vectorFrame(List.of(key), store.now()).toRecords(type).get(0);
  }

  /**
   * A frame of keys (and request data) with the features behind them, and with statuses and event
   * times where the request asks for them: what a join as of now would answer.
   */
  public Frame get(Frame keys) {
    return get(keys, store.now());
  }

  /** The same as of an instant. */
  public Frame get(Frame keys, Instant at) {
    List<String> wanted = new ArrayList<>(keys().names());
    wanted.addAll(requestData().names());
    if (wanted.isEmpty()) {
      // Of what holds for everybody each row gets it.
      return vectorFrame(Collections.nCopies(Math.toIntExact(keys.rows()), Map.of()), at);
    }
    return vectorFrame(keys.select(wanted).toMaps(), at);
  }

  private Frame vectorFrame(List<? extends Map<String, ?>> keys, Instant at) {
    return VectorFrame.of(bound().plan().keys(), types(), request, keys, get(keys, at));
  }

  /** The features' types by their names here. */
  Schema types() {
    Bound now = bound();
    List<Field> fields = new ArrayList<>();
    Schema stored = now.plan().features();
    for (Selection.Output output : now.selection().outputs()) {
      fields.add(stored.find(output.name()).orElseGet(() -> now.selection().computedField(output)));
    }
    return new Schema(fields);
  }

  /** The key's values and request data in their types' own forms. */
  private static Map<String, Object> checked(Bound bound, Map<String, ?> key) {
    Schema keys = bound.plan().keys();
    Set<String> missing = new LinkedHashSet<>(keys.names());
    missing.addAll(bound.data().names());
    Set<String> unknown = new LinkedHashSet<>(key.keySet());
    unknown.removeAll(missing);
    missing.removeAll(key.keySet());
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new InvalidInputException(
          "Cannot look up features, %s: expected keys %s%s"
              .formatted(
                  missing.isEmpty() ? "there is no key " + unknown : missing + " is missing",
                  keys,
                  bound.data().fields().isEmpty() ? "" : " and request data " + bound.data()));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    List<Field> fields = new ArrayList<>(keys.fields());
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

  private static FeatureVector vector(
      Bound bound, Map<String, Object> key, FeatureBuffer answer, int row) {
    Map<String, FeatureVector.Entry> stored = new HashMap<>();
    List<String> names = bound.plan().features().names();
    for (int i = 0; i < names.size(); i++) {
      stored.put(
          names.get(i),
          new FeatureVector.Entry(
              answer.get(row, i), answer.status(row, i), answer.eventTime(row, i).orElse(null)));
    }
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
}

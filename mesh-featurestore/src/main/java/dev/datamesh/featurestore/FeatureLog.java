package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.registry.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What was served, kept offline: a view of its own with the request's keys, each feature's value,
 * status and event time, and {@code served_at} as its event time, so that it is joined and exported
 * like any other.
 *
 * <pre>{@code
 * PreparedFeatures churn = store.prepareService("churn");
 * try (FeatureLog log = store.logFeatures("churn_served", churn, 0.01, 10_000)) {
 *   PreparedFeatures logged = churn.loggedTo(log);   // serve from this one
 * }
 * }</pre>
 *
 * <p>Readers never wait for it: an answer that finds the queue full is dropped and counted. A
 * thread of its own appends what waits, once a second or when a thousand rows do. Request data of
 * on-demand features is not kept, nor are features that come to a service later.
 *
 * <p>Safe for use by many threads: an answer is logged whole or dropped.
 */
public final class FeatureLog implements AutoCloseable {

  private static final String SERVED_AT = "served_at";
  private static final int ENOUGH = 1_000;
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  /** A row of an answer. */
  private record Served(Map<String, @Nullable Object> values) {}

  private final FeatureStore store;
  private final String view;
  private final Schema columns;
  private final double share;
  private final int mostWaiting;
  private final ConcurrentLinkedQueue<Served> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final ReentrantLock writing = new ReentrantLock();
  private final Object bell = new Object();
  private final Thread writer;
  private volatile @Nullable MeshException failure;
  private volatile boolean closed;

  FeatureLog(
      FeatureStore store, String view, PreparedFeatures served, double share, int mostWaiting) {
    if (!(share >= 0 && share <= 1) || mostWaiting < 1) {
      throw new InvalidInputException(
          "Cannot log %s of the answers with %d waiting: expected 0 to 1, and at least 1"
              .formatted(share, mostWaiting));
    }
    this.store = store;
    this.view = view;
    this.share = share;
    this.mostWaiting = mostWaiting;
    FeatureView definition = definition(view, served);
    refuseOther(store, definition);
    this.columns = columns(definition);
    store.apply(Definitions.of(definition));
    this.writer = new Thread(this::write, "mesh-feature-log");
    writer.setDaemon(true);
    writer.start();
  }

  private static FeatureView definition(String view, PreparedFeatures served) {
    Schema keys = served.keys();
    FeatureView.Builder builder =
        FeatureView.named(view).description("what was served").source(Source.ingested(SERVED_AT));
    if (!keys.fields().isEmpty()) {
      builder.entities(new Entity(view + "_key", keys, ""));
    }
    for (Field feature : served.types().fields()) {
      builder.feature(feature.name(), feature.type());
      builder.feature(status(feature.name()), JoinPlan.STATUS);
      builder.feature(eventTime(feature.name()), Primitive.TIMESTAMP_TZ);
    }
    return builder.build();
  }

  /** A view that somebody else feeds would get another version, and serve nothing any more. */
  private static void refuseOther(FeatureStore store, FeatureView log) {
    store
        .registry()
        .findView(log.name())
        .map(Version::definition)
        .filter(there -> there.online() || !there.source().equals(log.source()))
        .ifPresent(
            there -> {
              throw new InvalidInputException(
                  "Cannot log into view \"%s\", it has other rows than those of a log: name another"
                      .formatted(log.name()));
            });
  }

  private static Schema columns(FeatureView view) {
    List<Field> fields = new ArrayList<>();
    view.keys().fields().forEach(key -> fields.add(Field.nullable(key.name(), key.type())));
    view.features().forEach(each -> fields.add(Field.nullable(each.name(), each.type())));
    fields.add(Field.nullable(SERVED_AT, Primitive.TIMESTAMP_TZ));
    return new Schema(fields);
  }

  private static String status(String feature) {
    return feature + "__status";
  }

  private static String eventTime(String feature) {
    return feature + "__event_time";
  }

  /** The view that has what was logged. */
  public String view() {
    return view;
  }

  /** Whether an answer is to be logged: a share of them is, at random. */
  boolean takesNext() {
    return share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
  }

  /** Logs an answer, or drops it where too many wait. */
  void add(Map<String, ?> key, FeatureVector answer, Instant at) {
    if (closed) {
      dropped.incrementAndGet();
      return;
    }
    if (size.incrementAndGet() > mostWaiting) {
      size.decrementAndGet();
      dropped.incrementAndGet();
      return;
    }
    Map<String, @Nullable Object> values = new HashMap<>();
    for (Field field : columns.fields()) {
      values.put(field.name(), key.get(field.name()));
    }
    for (String name : answer.names()) {
      if (values.containsKey(name)) {
        values.put(name, answer.value(name));
        values.put(status(name), answer.status(name).name());
        values.put(eventTime(name), answer.eventTime(name).orElse(null));
      }
    }
    values.put(SERVED_AT, at);
    Served row = new Served(values);
    waiting.add(row);
    if (closed && waiting.remove(row)) {
      dropped.incrementAndGet();
    }
    if (size.get() == ENOUGH) {
      ring();
    }
  }

  private void ring() {
    synchronized (bell) {
      bell.notifyAll();
    }
  }

  private void write() {
    while (!closed) {
      try {
        synchronized (bell) {
          if (!closed && size.get() < ENOUGH) {
            bell.wait(LONGEST_WAIT_MILLIS);
          }
        }
        flush();
      } catch (InterruptedException e) {
        return;
      } catch (MeshException e) {
        failure = e;
      }
    }
  }

  /**
   * Appends what waits now, and returns when it is durable.
   *
   * @throws MeshException where the store refuses rows, which are dropped and counted
   */
  public void flush() {
    writing.lock();
    try {
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      for (Served next = waiting.poll(); next != null; next = waiting.poll()) {
        rows.add(next.values());
        size.decrementAndGet();
      }
      if (rows.isEmpty()) {
        return;
      }
      append(rows);
    } finally {
      writing.unlock();
    }
  }

  /** Of rows that are refused together those that are right are appended alone. */
  private void append(List<Map<String, @Nullable Object>> rows) {
    long before = written.get();
    try {
      push(rows);
    } catch (InvalidInputException e) {
      for (int i = 0; rows.size() > 1 && i < rows.size(); i++) {
        try {
          push(rows.subList(i, i + 1));
        } catch (InvalidInputException refused) {
          failure = refused;
        }
      }
      throw e;
    } finally {
      dropped.addAndGet(rows.size() - (written.get() - before));
    }
  }

  private void push(List<Map<String, @Nullable Object>> rows) {
    Pushed pushed = store.push(view, Frame.ofMaps(columns, rows), PushTarget.OFFLINE);
    written.addAndGet(rows.size() - pushed.leftOut());
  }

  /** How many rows were appended. */
  public long written() {
    return written.get();
  }

  /** How many rows were dropped: too many waited, the store refused them, or a key was null. */
  public long dropped() {
    return dropped.get();
  }

  /** Why rows were refused last. */
  public Optional<MeshException> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Appends what waits and ends the thread; what is served after that is dropped and counted, as is
   * what the store refuses.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ring();
    try {
      flush();
    } catch (MeshException e) {
      failure = e;
    }
  }
}

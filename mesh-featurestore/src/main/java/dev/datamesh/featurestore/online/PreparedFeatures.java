package dev.datamesh.featurestore.online;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request for features that is worked out once and asked many times.
 *
 * <pre>{@code
 * PreparedFeatures churn = store.prepare("churn_model");
 * FeatureBuffer answer = churn.newBuffer(1);
 * churn.get(customerId, answer);              // allocates nothing
 * double total = answer.getDouble(0, 0);
 * }</pre>
 *
 * <p>Ages are judged at the clock's time, or at the time given. A change of the definitions is
 * noticed at the next call.
 *
 * <p>Safe for use by many threads, each with buffers of its own: a row is read whole, rows of
 * different keys or views may be of different moments.
 */
public final class PreparedFeatures {

  /** Keys that are hashed, then probed, then read together; their lines fit the first cache. */
  private static final int BLOCK = 128;

  private final LongSupplier revision;
  private final Supplier<ServingPlan> planner;
  private final Clock clock;
  private volatile Planned planned;

  private record Planned(long revision, ServingPlan plan) {}

  PreparedFeatures(LongSupplier revision, Supplier<ServingPlan> planner, Clock clock) {
    this.revision = revision;
    this.planner = planner;
    this.clock = clock;
    this.planned = new Planned(revision.getAsLong(), planner.get());
  }

  private ServingPlan plan() {
    Planned current = planned;
    long now = revision.getAsLong();
    if (current.revision != now) {
      current = new Planned(now, planner.get());
      planned = current;
    }
    return current.plan;
  }

  /** The columns of a key, in the order in which they are given. */
  public Schema keys() {
    return plan().keys;
  }

  /** The features of an answer, in their order. */
  public Schema features() {
    List<Field> fields = new ArrayList<>();
    for (ServingPlan.Output output : plan().outputs) {
      fields.add(output.field());
    }
    return new Schema(fields);
  }

  /** A buffer for answers to so many keys; it grows where more are asked for. */
  public FeatureBuffer newBuffer(int rows) {
    return new FeatureBuffer(plan(), rows);
  }

  /** A buffer for so many keys; it grows where more are added. */
  public KeyBuffer newKeys(int rows) {
    return new KeyBuffer(plan().keyLayout, rows);
  }

  private long now() {
    return Math.multiplyExact(clock.millis(), 1000L);
  }

  /** Reads the features of a whole number's entity, as of now. */
  public void get(long key, FeatureBuffer answer) {
    get(key, answer, now());
  }

  /** Reads the features of a whole number's entity. */
  public void get(long key, FeatureBuffer answer, long atMicros) {
    ServingPlan plan = plan();
    read(plan, answer.single(plan).add(key), answer, atMicros);
  }

  /** Reads the features of a text's entity, as of now. */
  public void get(String key, FeatureBuffer answer) {
    get(key, answer, now());
  }

  /** Reads the features of a text's entity. */
  public void get(String key, FeatureBuffer answer, long atMicros) {
    ServingPlan plan = plan();
    read(plan, answer.single(plan).add(key), answer, atMicros);
  }

  /** Reads the features of many keys, as of now; equal keys are looked up once. */
  public void get(KeyBuffer keys, FeatureBuffer answer) {
    get(keys, answer, now());
  }

  /** Reads the features of many keys; equal keys are looked up once. */
  public void get(KeyBuffer keys, FeatureBuffer answer, long atMicros) {
    read(plan(), keys, answer, atMicros);
  }

  /** Reads the features of one key by name, as of now. */
  public Map<String, @Nullable Object> get(Map<String, ?> key) {
    FeatureBuffer answer = newBuffer(1);
    get(newKeys(1).add(key), answer);
    return answer.toMap(0);
  }

  /** Reads the features of one key by name into a record, whose components are found by name. */
  public <R extends Record> R get(Map<String, ?> key, Class<R> type) {
    KeyBuffer keys = newKeys(1).add(key);
    return get(keys, now()).toRecords(type).get(0);
  }

  /** Reads the features of a frame's keys: its key columns, then the features. */
  public Frame get(Frame keys) {
    return get(newKeys((int) keys.rows()).add(keys), now());
  }

  /** Reads the features of keys: the key columns, then the features. */
  public Frame get(KeyBuffer keys, long atMicros) {
    FeatureBuffer answer = newBuffer(keys.size());
    get(keys, answer, atMicros);
    return frame(keys, answer, false);
  }

  /** Like {@link #get(KeyBuffer, long)}, each feature with its status and event time behind it. */
  public Frame getWithStatus(KeyBuffer keys, long atMicros) {
    FeatureBuffer answer = newBuffer(keys.size());
    get(keys, answer, atMicros);
    return frame(keys, answer, true);
  }

  /** Reads on another thread; the buffers belong to it until the future is done. */
  public CompletableFuture<FeatureBuffer> getAsync(
      KeyBuffer keys, FeatureBuffer answer, Executor executor) {
    return CompletableFuture.supplyAsync(
        () -> {
          get(keys, answer);
          return answer;
        },
        executor);
  }

  private void read(ServingPlan plan, KeyBuffer keys, FeatureBuffer answer, long atMicros) {
    int count = keys.size();
    answer.begin(plan, count, atMicros);
    if (count == 1) {
      for (int view = 0; view < plan.views.length; view++) {
        readBlock(plan.views[view], view, keys, answer, 0, 1);
      }
      return;
    }
    for (int from = 0; from < count; from += BLOCK) {
      int block = Math.min(BLOCK, count - from);
      for (int view = 0; view < plan.views.length; view++) {
        readBlock(plan.views[view], view, keys, answer, from, block);
      }
    }
    shareEqual(plan, keys, answer, count);
  }

  private static void readBlock(
      ServingPlan.View view, int place, KeyBuffer keys, FeatureBuffer answer, int from, int count) {
    KeyBuffer own = keys;
    int[] parts = view.keyParts();
    if (parts != null) {
      own = answer.viewKeys(place);
      own.skip(from);
      for (int row = from; row < from + count; row++) {
        own.addPart(keys, row, parts);
      }
    }
    for (int row = from; row < from + count; row++) {
      answer.hashes[row] = own.hash(row);
    }
    view.reader().read(own, answer.hashes, from, count, view.projection(), answer, place);
    for (int row = from; row < from + count; row++) {
      answer.judge(row, place, view);
    }
    view.requests().add(count);
  }

  /** Rows of equal keys become one row: the first that was read. */
  private static void shareEqual(
      ServingPlan plan, KeyBuffer keys, FeatureBuffer answer, int count) {
    answer.newRound();
    boolean hashed = plan.views[plan.views.length - 1].keyParts() == null;
    for (int row = 0; row < count; row++) {
      if (!hashed) {
        answer.hashes[row] = keys.hash(row);
      }
      int first = answer.firstEqual(keys, row);
      if (first != row) {
        answer.copyRow(first, row);
      }
    }
  }

  private Frame frame(KeyBuffer keys, FeatureBuffer answer, boolean withStatus) {
    List<Column> columns = new ArrayList<>();
    Schema keySchema = keys();
    for (int i = 0; i < keySchema.fields().size(); i++) {
      Field key = keySchema.fields().get(i);
      List<@Nullable Object> values = new ArrayList<>();
      for (int row = 0; row < keys.size(); row++) {
        values.add(keys.value(row, i));
      }
      columns.add(
          Column.of(
              new Field(key.name(), key.type(), true, key.description(), key.marks()), values));
    }
    List<Field> features = features().fields();
    for (int i = 0; i < features.size(); i++) {
      addFeature(columns, features.get(i), answer, i, withStatus);
    }
    return Frame.of(columns);
  }

  private static void addFeature(
      List<Column> columns, Field field, FeatureBuffer answer, int place, boolean withStatus) {
    List<@Nullable Object> values = new ArrayList<>();
    List<@Nullable Object> statuses = new ArrayList<>();
    List<@Nullable Instant> events = new ArrayList<>();
    for (int row = 0; row < answer.rows(); row++) {
      values.add(answer.get(row, place));
      statuses.add(answer.status(row, place).name());
      events.add(answer.eventTime(row, place).orElse(null));
    }
    columns.add(Column.of(field, values));
    if (withStatus) {
      columns.add(Column.of(Field.nullable(field.name() + "__status", Primitive.STRING), statuses));
      columns.add(
          Column.of(
              Field.nullable(field.name() + "__event_timestamp", Primitive.TIMESTAMP_TZ), events));
    }
  }
}

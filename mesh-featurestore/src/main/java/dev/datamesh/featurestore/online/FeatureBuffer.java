package dev.datamesh.featurestore.online;

import dev.datamesh.core.NotFoundException;
import dev.datamesh.featurestore.definition.Status;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The caller's buffer for answers: a row for each key, and in it value, status and event time of
 * each feature. It belongs to the {@link ReadPlan} that made it and is filled again and again
 * without allocation. For one thread at a time.
 */
public final class FeatureBuffer {

  /** Requests are handed on to the store's counters in steps of so many keys. */
  private static final int STEP = 1024;

  private ReadPlan plan;
  int views;
  int stride;
  int objectStride;
  long[] words = {};
  @Nullable Object[] objects = {};
  long[] heads = {};
  long[] hashes = {};
  int[] slots = {};
  long[] versions = {};
  long touched;
  private KeyBuffer single;
  private KeyBuffer[] viewKeys = {};
  private long[] pending = {};
  private long[] known = {};
  private int round;
  private int capacity;
  private int rows;
  private long time;

  FeatureBuffer(ReadPlan plan, int capacity) {
    this.plan = plan;
    this.single = new KeyBuffer(plan.keyLayout, 1);
    shape(plan, Math.max(1, capacity));
  }

  private void shape(ReadPlan newPlan, int newCapacity) {
    if (pending.length == views) {
      flushCounts();
    }
    pending = new long[newPlan.views.length];
    plan = newPlan;
    capacity = newCapacity;
    views = newPlan.views.length;
    stride = newPlan.stride;
    objectStride = newPlan.objectStride;
    words = new long[capacity * stride];
    objects = new Object[capacity * objectStride];
    heads = new long[capacity * views];
    versions = new long[views];
    hashes = new long[capacity];
    slots = new int[capacity];
    known = new long[capacity == 1 ? 2 : Integer.highestOneBit(capacity - 1) << 2];
    single = new KeyBuffer(newPlan.keyLayout, 1);
    viewKeys = new KeyBuffer[views];
    for (int i = 0; i < views; i++) {
      viewKeys[i] = KeyBuffer.of(newPlan.views[i].viewKeys(), capacity);
    }
  }

  /** Makes ready for an answer of so many rows; allocates only where the plan or size grew. */
  void begin(ReadPlan current, int count, long atMicros) {
    if (plan != current || count > capacity) {
      shape(current, Math.max(capacity, count));
    }
    rows = count;
    time = atMicros;
  }

  KeyBuffer single(ReadPlan current) {
    if (plan != current) {
      shape(current, capacity);
    }
    return single.clear();
  }

  KeyBuffer viewKeys(int view) {
    return viewKeys[view].clear();
  }

  /** Hashes the keys and finds for each the first that is equal; hashes go to {@link #hashes}. */
  int firstEqual(KeyBuffer keys, int row) {
    int mask = known.length - 1;
    long hash = hashes[row];
    for (int place = (int) hash & mask; ; place = place + 1 & mask) {
      long entry = known[place];
      if ((int) (entry >>> 32) != round) {
        known[place] = (long) round << 32 | row;
        return row;
      }
      int other = (int) entry;
      if (hashes[other] == hash && keys.same(row, other)) {
        return other;
      }
    }
  }

  void newRound() {
    if (++round == 0) {
      Arrays.fill(known, 0);
      round = 1;
    }
  }

  void copyRow(int from, int to) {
    System.arraycopy(words, from * stride, words, to * stride, stride);
    System.arraycopy(objects, from * objectStride, objects, to * objectStride, objectStride);
    System.arraycopy(heads, from * views, heads, to * views, views);
  }

  /**
   * Counts requests here and hands them on in steps: an atomic add would order the loads of one
   * read before those of the next, and misses would no longer overlap.
   */
  void count(int view, int keys) {
    pending[view] += keys;
    if (pending[view] >= STEP) {
      plan.views[view].requests().accept(pending[view]);
      pending[view] = 0;
    }
  }

  /** Hands on the requests that were counted since the last step. */
  public void flushCounts() {
    for (int view = 0; view < views; view++) {
      plan.views[view].requests().accept(pending[view]);
      pending[view] = 0;
    }
  }

  /** How many keys were asked for. */
  public int rows() {
    return rows;
  }

  /** The instant that the answer is for, in microseconds. */
  public long timeMicros() {
    return time;
  }

  /** The features' names, in the order of their places. */
  public List<String> names() {
    return List.copyOf(plan.names());
  }

  /**
   * The place of a feature.
   *
   * @throws NotFoundException if it was not asked for; the message lists what was
   */
  public int place(String feature) {
    Integer place = plan.place(feature);
    if (place == null) {
      throw new NotFoundException(
          "Cannot find feature \"%s\": asked for were %s".formatted(feature, plan.names()),
          feature);
    }
    return place;
  }

  /** What is known of the feature. */
  public Status status(int row, int feature) {
    ReadPlan.Output output = output(row, feature);
    if (!isKnown(row, output)) {
      return Status.NOT_FOUND;
    }
    boolean isNull = nullBit(row, output);
    if (isNull && output.own()) {
      return Status.NOT_FOUND;
    }
    if (age(row, output) > output.ages().within()) {
      return Status.OUTSIDE_MAX_AGE;
    }
    return isNull ? Status.NULL_VALUE : Status.PRESENT;
  }

  /** Whether there is no value to serve: none known, or too old. */
  public boolean isNull(int row, int feature) {
    return isNull(row, output(row, feature));
  }

  private boolean isNull(int row, ReadPlan.Output output) {
    return !isKnown(row, output)
        || age(row, output) > output.ages().served()
        || nullBit(row, output);
  }

  /**
   * Whether there was a row, and the event was known. Judged when it is asked: a read that judged
   * would wait for the event time that it copies.
   */
  private boolean isKnown(int row, ReadPlan.Output output) {
    return heads[row * views + output.view()] != RowPages.OTHER_KEY
        && age(row, output) >= output.ages().known()
        && (!output.own() || rowAge(row, output) >= output.ages().known());
  }

  private long age(int row, ReadPlan.Output output) {
    return time - words[row * stride + output.event()];
  }

  /** The age of the row's newest event, where the feature has a time of its own. */
  private long rowAge(int row, ReadPlan.Output output) {
    return time - words[row * stride + plan.views[output.view()].projection().wordsAt()];
  }

  private boolean nullBit(int row, ReadPlan.Output output) {
    long nulls =
        output.nulls() < 0
            ? heads[row * views + output.view()]
            : words[row * stride + output.nulls()];
    return (nulls & output.nullBit()) != 0;
  }

  /** A number as a double; NaN where there is no value. */
  public double getDouble(int row, int feature) {
    ReadPlan.Output output = output(row, feature);
    if (isNull(row, output)) {
      return Double.NaN;
    }
    if (output.isFloating()) {
      return Double.longBitsToDouble(words[row * stride + output.word()]);
    }
    return wholeAsDouble(row, output);
  }

  private double wholeAsDouble(int row, ReadPlan.Output output) {
    if (output.word() < 0) {
      throw new ClassCastException(output.field() + " is no number");
    }
    long word = words[row * stride + output.word()];
    return Words.toObject(output.type(), word) instanceof Number number
        ? number.doubleValue()
        : word;
  }

  /**
   * A whole number, or what {@link dev.datamesh.core.frame.Column#getLong} gives of the type; 0
   * where there is no value.
   */
  public long getLong(int row, int feature) {
    ReadPlan.Output output = output(row, feature);
    if (isNull(row, output)) {
      return 0;
    }
    if (output.word() < 0 || output.isFloating()) {
      throw new ClassCastException(output.field() + " is no whole number");
    }
    return words[row * stride + output.word()];
  }

  /** The value as {@link dev.datamesh.core.frame.Column#get} gives it, null where there is none. */
  public @Nullable Object get(int row, int feature) {
    ReadPlan.Output output = output(row, feature);
    if (isNull(row, output)) {
      return null;
    }
    return output.word() < 0
        ? objects[row * objectStride + output.object()]
        : Words.toObject(output.type(), words[row * stride + output.word()]);
  }

  /** Copies a row's features as {@link #getDouble} gives them: an input of a model. */
  public void copyDoubles(int row, double[] target, int at) {
    for (int i = 0; i < plan.outputs.length; i++) {
      target[at + i] = getDouble(row, i);
    }
  }

  /** When the value was true, in microseconds; {@link Long#MIN_VALUE} where nothing was found. */
  public long eventMicros(int row, int feature) {
    return status(row, feature) == Status.NOT_FOUND
        ? Long.MIN_VALUE
        : words[row * stride + plan.outputs[feature].event()];
  }

  /** When the value was true, empty where nothing was found. */
  public Optional<Instant> eventTime(int row, int feature) {
    long micros = eventMicros(row, feature);
    return micros == Long.MIN_VALUE ? Optional.empty() : Optional.of(Words.instant(micros));
  }

  /** A row's values by name, null where there is none. */
  public Map<String, @Nullable Object> toMap(int row) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < plan.outputs.length; i++) {
      map.put(plan.outputs[i].field().name(), get(row, i));
    }
    return Collections.unmodifiableMap(map);
  }

  private ReadPlan.Output output(int row, int feature) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException("row " + row + " of " + rows);
    }
    return plan.outputs[feature];
  }
}

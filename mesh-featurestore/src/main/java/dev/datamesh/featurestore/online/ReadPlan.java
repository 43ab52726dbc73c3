package dev.datamesh.featurestore.online;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request worked out: which words of which rows go where. All names are resolved; a read only
 * copies.
 *
 * <p>Safe for use by many threads, each with buffers of its own: a row is read whole; rows of
 * different keys or views may be of different moments.
 */
public final class ReadPlan {

  /** Keys that are hashed, then probed, then read together; their lines fit the first cache. */
  private static final int BLOCK = 128;

  final Schema keys;
  final KeyLayout keyLayout;
  final View[] views;
  final Output[] outputs;
  final int stride;
  final int objectStride;

  /** Reads by one whole number where the request is so simple, else null. */
  private final @Nullable SlotReader byNumber;

  private final Map<String, Integer> places = new LinkedHashMap<>();

  private ReadPlan(Schema keys, View[] views, Output[] outputs, int stride, int objectStride) {
    this.keys = keys;
    this.keyLayout = new KeyLayout(keys);
    this.views = views;
    this.outputs = outputs;
    this.stride = stride;
    this.objectStride = objectStride;
    this.byNumber = byNumber(views, keyLayout);
    for (Output output : outputs) {
      places.put(output.field.name(), places.size());
    }
  }

  private static @Nullable SlotReader byNumber(View[] views, KeyLayout keys) {
    boolean simple = views.length == 1 && views[0].keyParts() == null && keys.words == 1;
    return simple && views[0].reader() instanceof SlotReader slots ? slots : null;
  }

  @Nullable Integer place(String output) {
    return places.get(output);
  }

  Set<String> names() {
    return places.keySet();
  }

  /**
   * A view as it takes part.
   *
   * @param keyParts the request's key components by the view's, null where they are the same
   * @param viewKeys the view's own key layout
   */
  @SuppressWarnings("ArrayRecordComponent") // never written
  record View(
      RowReader reader,
      int @Nullable [] keyParts,
      Schema viewKeys,
      Projection projection,
      Ages ages,
      LongConsumer requests) {}

  /**
   * How old, in microseconds, a value may be to be known, to be within its view's bounds, and to be
   * served: the time of the read less that of the event.
   */
  record Ages(long known, long within, long served) {

    static Ages of(Part part) {
      boolean bounded = part.ttl != Long.MAX_VALUE;
      long within = bounded && !part.startIncluded ? part.ttl - 1 : part.ttl;
      return new Ages(part.endIncluded ? 0 : 1, within, part.serveStale ? Long.MAX_VALUE : within);
    }
  }

  /**
   * A feature of the answer.
   *
   * @param word its place among the words of a row of the buffer, -1 if it is an object
   * @param nulls the place of its null bits among them, -1 for the head
   * @param event the place of its event time
   * @param own whether that is its own, and not its row's
   */
  record Output(
      Field field,
      int view,
      int word,
      int object,
      int nulls,
      long nullBit,
      int event,
      boolean own,
      boolean isFloating,
      Ages ages) {

    FieldType type() {
      return field.type();
    }
  }

  /**
   * What is asked of one table.
   *
   * @param store the row slots, or any other store
   * @param keyColumns the request's columns by the table's keys, in their order
   * @param features the table's features by the names they get, in their order
   * @param ttl microseconds, {@link Long#MAX_VALUE} without one
   * @param requests counts the keys asked for
   */
  public record Part(
      OnlineStore store,
      OnlineStore.Table table,
      List<String> keyColumns,
      Map<String, String> features,
      long ttl,
      boolean startIncluded,
      boolean endIncluded,
      boolean serveStale,
      LongConsumer requests) {

    public Part {
      keyColumns = List.copyOf(keyColumns);
      features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    }

    RowReader reader() {
      return store instanceof HashedRowSlots slots
          ? new SlotReader(slots.table(table.name()))
          : new StoreReader(store, new RowLayout(table));
    }
  }

  /** Works out a request of several views; outputs come in the order of the parts' features. */
  public static ReadPlan of(List<Part> parts) {
    Schema keys = unionOfKeys(parts);
    List<View> views = new ArrayList<>();
    List<Output> outputs = new ArrayList<>();
    Set<String> names = new HashSet<>(keys.names());
    int words = 0;
    int objects = 0;
    for (Part part : parts) {
      RowReader reader = part.reader();
      Ages ages = Ages.of(part);
      Placing placing = new Placing(reader.layout(), words, objects);
      List<String> features = part.table.features().names();
      part.features.values().forEach(feature -> placing.want(features.indexOf(feature)));
      placing.span();
      part.features.forEach(
          (name, feature) -> {
            if (!names.add(name)) {
              throw new InvalidInputException(
                  "Cannot serve two columns named \"%s\"; ask with full names".formatted(name));
            }
            outputs.add(placing.place(name, features.indexOf(feature), views.size(), ages));
          });
      views.add(placing.view(part, reader, keys, ages));
      words += placing.words.size();
      objects += placing.objects.size();
    }
    return new ReadPlan(
        keys, views.toArray(new View[0]), outputs.toArray(new Output[0]), words, objects);
  }

  /** The same features in another order. */
  public ReadPlan inOrder(List<String> names) {
    Output[] ordered = new Output[outputs.length];
    for (int i = 0; i < ordered.length; i++) {
      Integer place = places.get(names.get(i));
      if (place == null) {
        throw new IllegalStateException(names.get(i));
      }
      ordered[i] = outputs[place];
    }
    return new ReadPlan(keys, views, ordered, stride, objectStride);
  }

  /** The columns of a key, in the order in which they are given. */
  public Schema keys() {
    return keys;
  }

  /** The features of an answer, in their order. */
  public Schema features() {
    List<Field> fields = new ArrayList<>();
    for (Output output : outputs) {
      fields.add(output.field());
    }
    return new Schema(fields);
  }

  /** A buffer for answers to so many keys; it grows where more are asked for. */
  public FeatureBuffer newBuffer(int rows) {
    return new FeatureBuffer(this, rows);
  }

  /** A buffer for so many keys; it grows where more are added. */
  public KeyBuffer newKeys(int rows) {
    return new KeyBuffer(keyLayout, rows);
  }

  /** Reads the features of a whole number's entity as of a time in microseconds. */
  public void read(long key, FeatureBuffer answer, long atMicros) {
    if (byNumber != null) {
      answer.begin(this, 1, atMicros);
      byNumber.read(key, views[0], answer);
      answer.count(0, 1);
      return;
    }
    read(answer.single(this).add(key), answer, atMicros);
  }

  /** Reads the features of a text's entity as of a time in microseconds. */
  public void read(String key, FeatureBuffer answer, long atMicros) {
    read(answer.single(this).add(key), answer, atMicros);
  }

  /** Reads the features of keys as of a time in microseconds; equal keys get equal answers. */
  public void read(KeyBuffer asked, FeatureBuffer answer, long atMicros) {
    int count = asked.size();
    answer.begin(this, count, atMicros);
    boolean still = count == 1 || noteVersions(answer);
    for (int from = 0; from < count; from += BLOCK) {
      int block = Math.min(BLOCK, count - from);
      for (int view = 0; view < views.length; view++) {
        readBlock(views[view], view, asked, answer, from, block);
      }
    }
    if (count > 1 && !(still && isAsNoted(answer))) {
      shareEqual(asked, answer, count);
    }
  }

  /** Notes the versions of all tables; false where one is being written. */
  private boolean noteVersions(FeatureBuffer answer) {
    boolean still = true;
    for (int view = 0; view < views.length; view++) {
      long version = views[view].reader().version();
      answer.versions[view] = version;
      still &= (version & 1) == 0;
    }
    return still;
  }

  /** Whether nothing was written since, so that equal keys got equal answers by themselves. */
  private boolean isAsNoted(FeatureBuffer answer) {
    VarHandle.acquireFence();
    for (int view = 0; view < views.length; view++) {
      if (views[view].reader().version() != answer.versions[view]) {
        return false;
      }
    }
    return true;
  }

  private static void readBlock(
      View view, int place, KeyBuffer keys, FeatureBuffer answer, int from, int count) {
    KeyBuffer own = keys;
    int[] parts = view.keyParts();
    if (parts != null) {
      own = answer.viewKeys(place);
      own.skip(from);
      for (int row = from; row < from + count; row++) {
        own.addPart(keys, row, parts);
      }
    }
    view.reader().read(own, from, count, view, answer, place);
    answer.count(place, count);
  }

  /** Rows of equal keys become one row: the first that was read. */
  private void shareEqual(KeyBuffer asked, FeatureBuffer answer, int count) {
    answer.newRound();
    for (int row = 0; row < count; row++) {
      answer.hashes[row] = asked.hash(row);
      int first = answer.firstEqual(asked, row);
      if (first != row) {
        answer.copyRow(first, row);
      }
    }
  }

  private static Schema unionOfKeys(List<Part> parts) {
    Map<String, Field> keys = new LinkedHashMap<>();
    for (Part part : parts) {
      List<Field> own = part.table.keys().fields();
      for (int i = 0; i < own.size(); i++) {
        Field key = own.get(i);
        String column = part.keyColumns.get(i);
        Field asked = new Field(column, key.type(), key.nullable(), key.description(), key.marks());
        Field known = keys.putIfAbsent(column, asked);
        if (known != null && !known.type().equals(key.type())) {
          throw new InvalidInputException(
              "Cannot serve views together, key \"%s\" is %s in one and %s in another; rename it in one"
                  .formatted(column, known.type(), key.type()));
        }
      }
    }
    return new Schema(List.copyOf(keys.values()));
  }

  /** Collects what is copied of one view's rows. */
  private static final class Placing {

    private final RowLayout layout;
    private final int wordsAt;
    private final int objectsAt;
    private final List<Integer> words = new ArrayList<>();
    private final TreeSet<Integer> wanted = new TreeSet<>();
    private final List<Integer> objects = new ArrayList<>();

    Placing(RowLayout layout, int wordsAt, int objectsAt) {
      this.layout = layout;
      this.wordsAt = wordsAt;
      this.objectsAt = objectsAt;
      words.add(layout.event);
      wanted.add(layout.event);
    }

    /** Takes note of what will be placed. */
    void want(int feature) {
      if (layout.isWord(feature)) {
        wanted.add(layout.word(feature));
      }
      if (layout.nullWord(feature) != RowLayout.HEAD) {
        wanted.add(layout.nullWord(feature));
      }
      wanted.add(layout.stamp(feature));
    }

    /** Takes all words between the first and the last where that is not many more. */
    void span() {
      int last = wanted.last();
      if (last - layout.event < 2 * wanted.size() + 2) {
        for (int word = layout.event + 1; word <= last; word++) {
          words.add(word);
        }
      }
    }

    private int word(int word) {
      if (!words.contains(word)) {
        words.add(word);
      }
      return wordsAt + words.indexOf(word);
    }

    Output place(String name, int feature, int view, Ages ages) {
      Field field = layout.feature(feature);
      boolean isWord = layout.isWord(feature);
      int word = isWord ? word(layout.word(feature)) : -1;
      int object = -1;
      if (!isWord) {
        objects.add(layout.object(feature));
        object = objectsAt + objects.size() - 1;
      }
      int nulls = layout.nullWord(feature);
      return new Output(
          new Field(name, field.type(), true, field.description(), field.marks()),
          view,
          word,
          object,
          nulls == RowLayout.HEAD ? -1 : word(nulls),
          RowLayout.nullBit(feature),
          word(layout.stamp(feature)),
          layout.hasOwnStamp(feature),
          isWord && Words.isFloating(field.type()),
          ages);
    }

    View view(Part part, RowReader reader, Schema asked, Ages ages) {
      int[] parts =
          part.keyColumns.stream().mapToInt(column -> asked.names().indexOf(column)).toArray();
      boolean same = parts.length == asked.fields().size();
      for (int i = 0; i < parts.length; i++) {
        same &= parts[i] == i;
      }
      return new View(
          reader,
          same ? null : parts,
          layout.table.keys(),
          Projection.of(ints(words), wordsAt, ints(objects), objectsAt),
          ages,
          part.requests);
    }

    private static int[] ints(List<Integer> list) {
      return list.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}

package dev.datamesh.featurestore.online;

import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.spi.OnlineStore.Table;
import java.util.List;

/**
 * Where the parts of a row lie among its words: head, key, event, created, sequence, further null
 * bits, values, stamps of single values. The head carries the row's version in its lower half and
 * the null bits of the first 32 features in its upper half, so that one release store publishes
 * both. Immutable.
 */
final class RowLayout {

  static final int HEAD = 0;
  static final int KEY = 1;

  /** In the head: a writer is at work. */
  static final long WRITING = 1;

  /** In the head: nobody's row, free to be taken. */
  static final long DEAD = 2;

  /** In the head: nothing to be copied, for one of these reasons. */
  static final long UNSETTLED = WRITING | DEAD;

  static final long VERSION_STEP = 4;
  static final long VERSION_MASK = 0xFFFF_FFFFL;
  static final int HEAD_NULLS = 32;

  final Table table;
  final KeyLayout keys;
  final int event;
  final int created;
  final int sequence;
  final int moreNulls;
  final int width;

  /** Objects of a row: first long texts of its key, one for each component, then object values. */
  final int objects;

  private final FieldType[] types;
  private final int[] words;
  private final int[] objectPlaces;
  private final int[] stamps;
  final boolean hasStamps;

  RowLayout(Table table) {
    this.table = table;
    this.keys = new KeyLayout(table.keys());
    List<Field> features = table.features().fields();
    this.event = KEY + keys.words;
    this.created = event + 1;
    this.sequence = event + 2;
    this.moreNulls = event + 3;
    int count = features.size();
    this.types = new FieldType[count];
    this.words = new int[count];
    this.objectPlaces = new int[count];
    this.stamps = new int[count];
    int at = moreNulls + (count > HEAD_NULLS ? (count - HEAD_NULLS + 63) / 64 : 0);
    int object = keys.fields.stream().anyMatch(f -> Words.isText(f.type())) ? keys.components() : 0;
    for (int i = 0; i < count; i++) {
      types[i] = features.get(i).type();
      boolean word = Words.fits(types[i]);
      words[i] = word ? at++ : -1;
      objectPlaces[i] = word ? -1 : object++;
    }
    for (int i = 0; i < count; i++) {
      boolean own = table.latestNonNull().contains(features.get(i).name());
      stamps[i] = own ? at : event;
      at += own ? 3 : 0;
    }
    this.hasStamps = !table.latestNonNull().isEmpty();
    this.width = at;
    this.objects = object;
  }

  int features() {
    return types.length;
  }

  Field feature(int feature) {
    return table.features().fields().get(feature);
  }

  FieldType type(int feature) {
    return types[feature];
  }

  boolean isWord(int feature) {
    return words[feature] >= 0;
  }

  int word(int feature) {
    return words[feature];
  }

  int object(int feature) {
    return objectPlaces[feature];
  }

  /** Where the feature's event, created and sequence are: its own, or the row's. */
  int stamp(int feature) {
    return stamps[feature];
  }

  boolean hasOwnStamp(int feature) {
    return stamps[feature] != event;
  }

  /** The word that has the feature's null bit. */
  static int nullWord(int moreNulls, int feature) {
    return feature < HEAD_NULLS ? HEAD : moreNulls + (feature - HEAD_NULLS) / 64;
  }

  int nullWord(int feature) {
    return nullWord(moreNulls, feature);
  }

  static long nullBit(int feature) {
    return 1L << (feature < HEAD_NULLS ? HEAD_NULLS + feature : feature - HEAD_NULLS);
  }
}

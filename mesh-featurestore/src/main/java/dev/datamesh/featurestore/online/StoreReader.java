package dev.datamesh.featurestore.online;

import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.core.spi.OnlineStore.Row;
import dev.datamesh.core.spi.OnlineStore.Stamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from any store by its SPI, each key of a block once. */
record StoreReader(OnlineStore store, RowLayout layout) implements RowReader {

  @Override
  public long version() {
    return UNKNOWN_VERSION;
  }

  @Override
  public void read(
      KeyBuffer keys, int from, int count, ReadPlan.View of, FeatureBuffer target, int view) {
    Map<List<Object>, Integer> asked = new LinkedHashMap<>();
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      places[i] = -1;
      if (!keys.hasNull(from + i)) {
        Integer known = asked.putIfAbsent(key(keys, from + i), asked.size());
        places[i] = known == null ? asked.size() - 1 : known;
      }
    }
    List<Optional<Row>> rows = store.read(layout.table.name(), List.copyOf(asked.keySet()));
    RowImage image = new RowImage(layout);
    for (int i = 0; i < count; i++) {
      int row = from + i;
      Row found = places[i] < 0 ? null : rows.get(places[i]).orElse(null);
      long head = RowPages.OTHER_KEY;
      if (found != null) {
        fill(image, keys, row, found);
        head = image.words[RowLayout.HEAD];
        copy(image, of.projection(), target, row);
      }
      target.heads[row * target.views + view] = head;
    }
  }

  private static List<Object> key(KeyBuffer keys, int row) {
    List<Object> key = new ArrayList<>();
    for (int i = 0; i < keys.layout.components(); i++) {
      Object value = keys.value(row, i);
      if (value != null) {
        key.add(value);
      }
    }
    return key;
  }

  private void fill(RowImage image, KeyBuffer keys, int row, Row found) {
    Stamp stamp = found.stamp();
    image.begin(keys, row, stamp.eventMicros(), stamp.createdMicros(), stamp.sequence());
    for (int i = 0; i < layout.features(); i++) {
      image.put(i, found.values().get(i));
      if (layout.hasOwnStamp(i)) {
        image.words[layout.stamp(i)] = found.valueStamps().get(i).eventMicros();
      }
    }
  }

  private static void copy(RowImage image, Projection wanted, FeatureBuffer target, int row) {
    int at = row * target.stride + wanted.wordsAt();
    for (int i = 0; i < wanted.words().length; i++) {
      target.words[at + i] = image.words[wanted.words()[i]];
    }
    int to = row * target.objectStride + wanted.objectsAt();
    for (int i = 0; i < wanted.objects().length; i++) {
      @Nullable Object value = image.objects[wanted.objects()[i]];
      target.objects[to + i] = value;
    }
  }
}

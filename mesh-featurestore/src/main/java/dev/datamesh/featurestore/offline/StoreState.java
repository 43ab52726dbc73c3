package dev.datamesh.featurestore.offline;

import dev.datamesh.core.NotFoundException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All tables as of a revision of the journal. Immutable. */
record StoreState(long revision, long nextSequence, Map<String, TableState> tables) {

  static final StoreState EMPTY = new StoreState(0, 0, Map.of());

  StoreState {
    tables = Collections.unmodifiableMap(new TreeMap<>(tables));
  }

  TableState table(String name) {
    TableState table = tables.get(name);
    if (table == null) {
      throw new NotFoundException(
          "Cannot find table \"%s\" in the offline store: there are %s"
              .formatted(name, tables.keySet()),
          name);
    }
    return table;
  }

  Set<String> files() {
    Set<String> files = new HashSet<>();
    tables.values().forEach(table -> table.segments().forEach(ref -> files.add(ref.file())));
    return files;
  }

  StoreState with(long newRevision, long sequence, String name, TableState table) {
    Map<String, TableState> changed = new TreeMap<>(tables);
    changed.put(name, table);
    return new StoreState(newRevision, sequence, changed);
  }

  StoreState without(long newRevision, String name) {
    Map<String, TableState> changed = new TreeMap<>(tables);
    changed.remove(name);
    return new StoreState(newRevision, nextSequence, changed);
  }
}

package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current products by id. Open addressing, the hashes in one array, ids and entries side by
 * side in another: a look into a large catalog waits for memory, and this waits one time less than
 * a map of nodes. A product that is removed leaves its id until the table is made anew.
 *
 * <p>One thread at a time changes it; any number read, each seeing of a product the entry of some
 * moment, and never an older one later.
 */
final class ProductTable {

  private static final VarHandle HASH = MethodHandles.arrayElementVarHandle(int[].class);
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final int SMALLEST = 16;

  /** One size of the table. */
  private static final class Slots {

    /** Written after id and entry; 0 where there is none. */
    final int[] hashes;

    /** Id and entry side by side. */
    final @Nullable Object[] pairs;

    Slots(int size) {
      this.hashes = new int[size];
      this.pairs = new Object[2 * size];
    }

    int mask() {
      return hashes.length - 1;
    }
  }

  private volatile Slots slots = new Slots(SMALLEST);
  private volatile int size;
  private int live;
  private int used;

  private static int hash(ProductId id) {
    int hash = id.hashCode() * 0x9E3779B9;
    hash ^= hash >>> 15;
    return hash == 0 ? 1 : hash;
  }

  @Nullable CatalogEntry get(ProductId id) {
    Slots now = slots;
    int hash = hash(id);
    int mask = now.mask();
    for (int at = hash & mask; ; at = (at + 1) & mask) {
      int found = (int) HASH.getAcquire(now.hashes, at);
      if (found == 0) {
        return null;
      }
      if (found == hash && id.equals(now.pairs[2 * at])) {
        return (CatalogEntry) SLOT.getAcquire(now.pairs, 2 * at + 1);
      }
    }
  }

  boolean contains(ProductId id) {
    return get(id) != null;
  }

  int size() {
    return size;
  }

  /** All entries there are, in no order. */
  List<CatalogEntry> entries() {
    Slots now = slots;
    List<CatalogEntry> entries = new ArrayList<>(size);
    for (int at = 0; at < now.hashes.length; at++) {
      if ((int) HASH.getAcquire(now.hashes, at) != 0
          && SLOT.getAcquire(now.pairs, 2 * at + 1) instanceof CatalogEntry entry) {
        entries.add(entry);
      }
    }
    return entries;
  }

  void put(ProductId id, CatalogEntry entry) {
    if (2 * (used + 1) > slots.hashes.length) {
      rebuild();
    }
    Slots now = slots;
    int at = place(now, id);
    boolean isNew = now.hashes[at] == 0;
    if (isNew || now.pairs[2 * at + 1] == null) {
      size = ++live;
    }
    SLOT.setRelease(now.pairs, 2 * at + 1, entry);
    if (isNew) {
      now.pairs[2 * at] = id;
      HASH.setRelease(now.hashes, at, hash(id));
      used++;
    }
  }

  void remove(ProductId id) {
    Slots now = slots;
    int at = place(now, id);
    if (now.hashes[at] != 0 && now.pairs[2 * at + 1] != null) {
      SLOT.setRelease(now.pairs, 2 * at + 1, null);
      size = --live;
    }
  }

  /** Where an id is, or where it would go. */
  private static int place(Slots now, ProductId id) {
    int hash = hash(id);
    int at = hash & now.mask();
    while (now.hashes[at] != 0 && !(now.hashes[at] == hash && id.equals(now.pairs[2 * at]))) {
      at = (at + 1) & now.mask();
    }
    return at;
  }

  /** Without what was removed, at most a quarter full; readers keep the old one. */
  private void rebuild() {
    int room = SMALLEST;
    while (room < 4L * size && room < 1 << 29) {
      room *= 2;
    }
    Slots next = new Slots(room);
    Slots now = slots;
    used = 0;
    for (int old = 0; old < now.hashes.length; old++) {
      if (now.hashes[old] != 0
          && now.pairs[2 * old] instanceof ProductId id
          && now.pairs[2 * old + 1] != null) {
        int at = place(next, id);
        next.pairs[2 * at] = id;
        next.pairs[2 * at + 1] = now.pairs[2 * old + 1];
        next.hashes[at] = now.hashes[old];
        used++;
      }
    }
    slots = next;
  }
}

package dev.datamesh.featurestore.online;

import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.NotFoundException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table. Readers take no lock; writers take turns.
 *
 * <p>A row is written first and its slot indexed after, with release order, so that whoever finds a
 * slot finds the row. Slots of erased rows are marked dead, emptied and taken again: a reader that
 * came by the old entry sees another key, or none, and goes on.
 */
final class RowTable {

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  /** The place of the version, with a line of unused words before it and one behind. */
  private static final int VERSION = 16;

  final RowLayout layout;
  private final RowPages pages;
  private final MemoryBudget budget;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile SlotIndex index = new SlotIndex(SlotIndex.SMALLEST_BITS);
  private final RowImage stored;
  private final FreeSlots slots = new FreeSlots();
  private final RecentTexts texts = new RecentTexts();
  private int promised;

  /** What the row that is being written takes its objects' bytes from. */
  private @Nullable Promise drawn;

  /** Depends on loads that are made for their own sake. */
  @SuppressWarnings("unused")
  private long touched;

  private long bytes;
  private volatile boolean dropped;

  /**
   * At {@link #VERSION}: odd while a row is being written. On a line of its own: readers load the
   * fields of this object all the time, and the writer would take their line from them twice a row.
   */
  private final long[] version = new long[2 * VERSION];

  private int rows;

  RowTable(RowLayout layout, Memory memory, MemoryBudget budget) {
    this.layout = layout;
    this.pages = RowPages.of(layout, memory);
    this.budget = budget;
    this.stored = new RowImage(layout);
    reserve(SlotIndex.bytes(SlotIndex.SMALLEST_BITS));
  }

  /** How many keys have a row. */
  int rows() {
    lock.lock();
    try {
      return rows;
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Changes with every row that is written or removed, odd meanwhile. */
  long version() {
    return (long) LONGS.getAcquire(version, VERSION);
  }

  private void beginChange() {
    LONGS.setOpaque(version, VERSION, version[VERSION] + 1);
    VarHandle.releaseFence();
  }

  private void endChange() {
    LONGS.setRelease(version, VERSION, version[VERSION] + 1);
  }

  RowPages pages() {
    return pages;
  }

  SlotIndex index() {
    return index;
  }

  /**
   * Reads the row of a key of one word; see {@link #read(KeyBuffer, int, long, Projection,
   * FeatureBuffer, int)}.
   */
  long read(long key, long hash, Projection wanted, FeatureBuffer target, int at) {
    SlotIndex current = index;
    int tag = current.tag(hash);
    for (int place = current.start(hash); ; place++) {
      int entry = current.entry(place);
      if (current.hasTag(entry, tag)) {
        long head = pages.read(current.slot(entry), key, wanted, target, at);
        if (head != RowPages.OTHER_KEY) {
          return head;
        }
      } else if (entry == SlotIndex.EMPTY) {
        return RowPages.OTHER_KEY;
      }
    }
  }

  /** Reads one row as of one moment; its head, or {@link RowPages#OTHER_KEY} if there is none. */
  long read(KeyBuffer keys, int row, long hash, Projection wanted, FeatureBuffer target, int at) {
    SlotIndex current = index;
    int tag = current.tag(hash);
    for (int place = current.start(hash); ; place++) {
      int entry = current.entry(place);
      if (current.hasTag(entry, tag)) {
        long head = pages.read(current.slot(entry), keys, row, wanted, target, at);
        if (head != RowPages.OTHER_KEY) {
          return head;
        }
      } else if (entry == SlotIndex.EMPTY) {
        return RowPages.OTHER_KEY;
      }
    }
  }

  /** Loads a whole row as of one moment; false if there is none. */
  boolean load(KeyBuffer keys, int row, RowImage image) {
    if (keys.hasNull(row)) {
      return false;
    }
    long hash = keys.hash(row);
    SlotIndex current = index;
    int tag = current.tag(hash);
    for (int place = current.start(hash); ; place++) {
      int entry = current.entry(place);
      if (entry == SlotIndex.EMPTY) {
        return false;
      }
      if (current.hasTag(entry, tag) && pages.load(current.slot(entry), keys, row, image)) {
        return true;
      }
    }
  }

  /**
   * Reads rows in stages, each a loop of loads that do not wait for one another: entries of all,
   * first and last wanted word of all, then the rows. Java's stand-in for prefetching.
   *
   * @param hashes of the keys
   * @param slots where each key probably is, or {@link SlotIndex#NONE}
   * @return something that depends on the loads, so that they are made
   */
  long touch(long[] hashes, int from, int count, int lastWord, int[] slots) {
    SlotIndex current = index;
    long sum = current.touch(hashes, from, count);
    for (int i = from; i < from + count; i++) {
      slots[i] = current.firstSlot(hashes[i]);
    }
    return sum + pages.touch(slots, from, count, lastWord);
  }

  /** Merges a row; true if it changed anything. */
  boolean put(RowImage image, KeyBuffer keys, int row) {
    return put(image, keys, row, null);
  }

  /** The same in room that was made for it. */
  boolean put(RowImage image, KeyBuffer keys, int row, @Nullable Promise room) {
    lock.lock();
    drawn = room;
    try {
      checkNotDropped();
      return put(image, keys, row, keys.hash(row));
    } finally {
      drawn = null;
      lock.unlock();
    }
  }

  /** Takes bytes from what was promised, as far as there are; what is given back goes there. */
  private void reserveObjects(long more) {
    Promise room = drawn;
    if (room == null) {
      reserve(more);
    } else if (more <= room.bytes) {
      room.bytes -= more;
    } else {
      reserve(more - room.bytes);
      room.bytes = 0;
    }
  }

  private boolean put(RowImage image, KeyBuffer keys, int row, long hash) {
    texts.share(image.objects);
    int slot = slotOf(keys, row, hash);
    if (slot < 0) {
      prepareSlot();
      reserveObjects(objectBytes(image.objects));
      slot = slots.take();
      beginChange();
      write(slot, image);
      index.add(hash, slot);
      endChange();
      rows++;
      return true;
    }
    if (!layout.hasStamps) {
      if (!isNewer(image, slot)) {
        return false;
      }
      replace(slot, image);
      return true;
    }
    pages.copyAll(slot, stored);
    if (!stored.merge(image)) {
      return false;
    }
    replace(slot, stored);
    return true;
  }

  private boolean isNewer(RowImage image, int slot) {
    for (int word = layout.event; word < layout.event + 3; word++) {
      int order = Long.compare(image.words[word], pages.word(slot, word));
      if (order != 0) {
        return order > 0;
      }
    }
    return false;
  }

  private void replace(int slot, RowImage image) {
    if (layout.objects > 0) {
      long before = 0;
      for (int i = 0; i < layout.objects; i++) {
        before += Words.bytesOf(pages.object(slot, i));
      }
      reserveObjects(objectBytes(image.objects) - before);
    }
    beginChange();
    write(slot, image);
    endChange();
  }

  private void write(int slot, RowImage image) {
    long head = pages.acquireHead(slot);
    pages.opaqueHead(slot, head | RowLayout.WRITING);
    VarHandle.releaseFence();
    pages.putAll(slot, image.words);
    for (int i = 0; i < layout.objects; i++) {
      pages.putObject(slot, i, image.objects[i]);
    }
    long next = (head + RowLayout.VERSION_STEP) & RowLayout.VERSION_MASK & ~RowLayout.DEAD;
    pages.releaseHead(slot, (image.words[RowLayout.HEAD] & ~RowLayout.VERSION_MASK) | next);
  }

  /** The key's slot, for a writer; -1 if it has none. */
  private int slotOf(KeyBuffer keys, int row, long hash) {
    SlotIndex current = index;
    int at = row * layout.keys.words;
    int tag = current.tag(hash);
    for (int place = current.start(hash); ; place++) {
      int entry = current.entry(place);
      if (entry == SlotIndex.EMPTY) {
        return SlotIndex.NONE;
      }
      int slot = current.slot(entry);
      if (current.hasTag(entry, tag)
          && pages.hasKey(slot, keys.words, at, layout.keys.words)
          && pages.hasLongTexts(slot, keys, row)) {
        return slot;
      }
    }
  }

  private void prepareSlot() {
    if (index.room() <= 0) {
      growFor(1);
    }
    makePages(1);
  }

  /** Makes sure that so many slots can be taken. */
  private void makePages(int wanted) {
    while (((long) pages.pages() << RowPages.PAGE_BITS) - slots.end() + slots.available()
        < wanted) {
      addPage();
    }
  }

  private void addPage() {
    reserve(pages.pageBytes());
    try {
      pages.addPage();
    } catch (OutOfMemoryError e) {
      reserve(-pages.pageBytes());
      if (pages instanceof DirectPages) {
        throw new LimitExceededException(
            "Cannot keep more of online table \"%s\", the JVM has no more direct memory for %,d bytes; raise -XX:MaxDirectMemorySize"
                .formatted(layout.table.name(), pages.pageBytes()),
            "direct memory",
            bytes);
      }
      throw e;
    }
  }

  /** Room that was made. For whoever writes into it, under the table's lock. */
  static final class Promise {

    private final int keys;
    private long bytes;

    private Promise(int keys, long bytes) {
      this.keys = keys;
      this.bytes = bytes;
    }
  }

  /**
   * Makes sure that the keys find room, so that a batch is refused before any of it is written.
   *
   * @param objectBytes of each key's row; of equal keys the largest has to find room
   * @return what to write with, and to give to {@link #endPromise} when the batch is written or
   *     given up
   */
  Promise makeRoom(KeyBuffer keys, long[] objectBytes) {
    int[] first = new DistinctKeys(keys).firstEqual();
    long[] most = new long[keys.size()];
    long bytesMade = 0;
    for (int row = 0; row < most.length; row++) {
      long more = Math.max(0, objectBytes[row] - most[first[row]]);
      most[first[row]] += more;
      bytesMade += more;
    }
    lock.lock();
    try {
      checkNotDropped();
      int newKeys = 0;
      for (int row = 0; row < keys.size(); row++) {
        newKeys += first[row] == row && slotOf(keys, row, keys.hash(row)) < 0 ? 1 : 0;
      }
      int wanted = Math.addExact(promised, newKeys);
      if (index.room() < wanted) {
        growFor(wanted);
      }
      makePages(wanted);
      reserve(bytesMade);
      promised = wanted;
      return new Promise(newKeys, bytesMade);
    } finally {
      lock.unlock();
    }
  }

  /** Ends what {@link #makeRoom} promised. */
  void endPromise(Promise room) {
    lock.lock();
    try {
      promised -= room.keys;
      if (!dropped) {
        reserve(-room.bytes);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Replaces the index by one without marks of erased keys, larger where half of it is live. */
  private void growFor(int wanted) {
    int needed = index.bits();
    while (needed <= SlotIndex.LARGEST_BITS && !isRoomy(needed, wanted)) {
      needed++;
    }
    if (needed > SlotIndex.LARGEST_BITS) {
      throw new LimitExceededException(
          "Cannot keep more of online table \"%s\", it has %,d keys: the most a table can hold; split the view"
              .formatted(layout.table.name(), rows),
          "online table keys",
          SlotIndex.roomOf(SlotIndex.LARGEST_BITS));
    }
    reserve(SlotIndex.bytes(needed));
    SlotIndex old = index;
    SlotIndex larger = new SlotIndex(needed);
    long[] key = new long[layout.width];
    for (int slot = 0; slot < slots.end(); slot++) {
      if (isLive(slot)) {
        larger.add(hashOf(slot, key), slot);
      }
    }
    index = larger;
    reserve(-SlotIndex.bytes(old.bits()));
  }

  /**
   * Whether an index of this size has room, and an entry bits for every slot taken before it is
   * full.
   */
  private boolean isRoomy(int bits, int wanted) {
    long room = SlotIndex.roomOf(bits);
    return room >= (long) rows + Math.max(wanted, rows / 2)
        && slots.end() + room - rows <= 1L << bits;
  }

  private boolean isLive(int slot) {
    return (pages.word(slot, RowLayout.HEAD) & (RowLayout.DEAD | RowLayout.WRITING)) == 0;
  }

  private long hashOf(int slot, long[] scratch) {
    for (int i = 0; i < layout.keys.words; i++) {
      scratch[i] = pages.word(slot, RowLayout.KEY + i);
    }
    return KeyLayout.hash(scratch, 0, layout.keys.words);
  }

  /** Removes a key's row and empties its slot; false if there was none. */
  boolean erase(KeyBuffer keys, int row) {
    lock.lock();
    try {
      checkNotDropped();
      long hash = keys.hash(row);
      int slot = slotOf(keys, row, hash);
      if (slot < 0) {
        return false;
      }
      remove(slot, hash);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void remove(int slot, long hash) {
    long released = 0;
    for (int i = 0; i < layout.objects; i++) {
      released += Words.bytesOf(pages.object(slot, i));
    }
    beginChange();
    index.remove(hash, slot);
    long head = pages.acquireHead(slot);
    pages.opaqueHead(slot, head | RowLayout.WRITING);
    VarHandle.releaseFence();
    for (int i = 1; i < layout.width; i++) {
      pages.put(slot, i, 0);
    }
    for (int i = 0; i < layout.objects; i++) {
      pages.putObject(slot, i, null);
    }
    pages.releaseHead(
        slot, ((head + RowLayout.VERSION_STEP) & RowLayout.VERSION_MASK) | RowLayout.DEAD);
    endChange();
    slots.give(slot);
    rows--;
    reserve(-released);
  }

  /** Until {@link #unpin}, no slot below the highest is taken, so that no key comes twice. */
  void pin() {
    lock.lock();
    try {
      slots.pin();
      makePages(promised);
    } catch (LimitExceededException e) {
      slots.unpin();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  void unpin() {
    lock.lock();
    try {
      slots.unpin();
    } finally {
      lock.unlock();
    }
  }

  /** Behind the last slot that was ever taken. */
  int highWater() {
    lock.lock();
    try {
      return slots.end();
    } finally {
      lock.unlock();
    }
  }

  /** Copies slots as they are, while writers wait. */
  void copyPage(int slot, int count, long[] words, @Nullable Object[] objects) {
    lock.lock();
    try {
      pages.copyRows(slot, count, words);
      for (int i = 0; i < count * layout.objects; i++) {
        objects[i] = pages.object(slot + i / layout.objects, i % layout.objects);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes a new table ready for {@link #restore}. */
  void prepareFor(int slots, int liveRows) {
    lock.lock();
    try {
      growFor(liveRows);
      while ((long) pages.pages() << RowPages.PAGE_BITS < slots) {
        addPage();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Puts slots back as {@link #copyPage} gave them. */
  void restore(int slot, int count, long[] words, @Nullable Object[] objects) {
    lock.lock();
    try {
      reserve(objectBytes(objects));
      texts.share(objects);
      for (int i = 0; i < objects.length; i++) {
        pages.putObject(slot + i / layout.objects, i % layout.objects, objects[i]);
      }
      pages.putRows(slot, count, words);
      slots.takeUpTo(slot + count);
      long[] hashes = new long[count];
      for (int i = 0; i < count; i++) {
        hashes[i] = KeyLayout.hash(words, i * layout.width + RowLayout.KEY, layout.keys.words);
      }
      touched += index.touch(hashes, 0, count);
      for (int i = 0; i < count; i++) {
        if ((words[i * layout.width] & RowLayout.DEAD) != 0) {
          slots.give(slot + i);
        } else {
          index.add(hashes[i], slot + i);
          rows++;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Removes the rows whose newest event lies before a time; how many there were. */
  int removeBefore(long eventMicros) {
    lock.lock();
    try {
      checkNotDropped();
      int removed = 0;
      long[] key = new long[layout.width];
      for (int slot = 0; slot < slots.end(); slot++) {
        if (isLive(slot) && pages.word(slot, layout.event) < eventMicros) {
          remove(slot, hashOf(slot, key));
          removed++;
        }
      }
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes the same rows, and of the others the values of features with a time of their own that
   * lies before it; how many rows there were.
   */
  int forgetBefore(long eventMicros) {
    lock.lock();
    try {
      int removed = removeBefore(eventMicros);
      for (int slot = 0; layout.hasStamps && slot < slots.end(); slot++) {
        if (isLive(slot)) {
          pages.copyAll(slot, stored);
          if (stored.forgetBefore(eventMicros)) {
            replace(slot, stored);
          }
        }
      }
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /** Gives every row, under the lock: writers wait. The image is reused. */
  void forEach(Consumer<RowImage> each) {
    lock.lock();
    try {
      RowImage image = new RowImage(layout);
      for (int slot = 0; slot < slots.end(); slot++) {
        if (isLive(slot)) {
          pages.copyAll(slot, image);
          each.accept(image);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The table is gone: gives back its bytes and refuses what comes. */
  void drop() {
    lock.lock();
    try {
      dropped = true;
      budget.reserve(-bytes, layout.table.name());
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }

  private void checkNotDropped() {
    if (dropped) {
      throw new NotFoundException(
          "Cannot write online table \"%s\", it was dropped".formatted(layout.table.name()),
          layout.table.name());
    }
  }

  private void reserve(long more) {
    budget.reserve(more, layout.table.name());
    bytes += more;
  }

  static long objectBytes(@Nullable Object[] objects) {
    long sum = 0;
    for (Object each : objects) {
      sum += Words.bytesOf(each);
    }
    return sum;
  }
}

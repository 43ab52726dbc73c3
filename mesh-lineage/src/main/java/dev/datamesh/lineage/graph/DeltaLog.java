package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Evidences added since the last sealing, in the order of their arrival: eight ints each, chained
 * by source and by target.
 *
 * <p>One writer, many readers. A reader knows how many slots were there when its snapshot was
 * published: chains run from new to old, so it skips what is newer at their head. A slot that ended
 * carries the number of the commit that ended it, so a reader of an earlier commit still sees it.
 */
final class DeltaLog {

  static final int FROM = 0;
  static final int TO = 1;
  static final int HOW = 2;
  static final int WHEN = 3;
  static final int WHO = 4;
  static final int NEXT_OUT = 5;
  static final int NEXT_IN = 6;
  static final int ENDED = 7;

  private static final int STRIDE_BITS = 3;
  private static final int PAGE_SLOT_BITS = 11;
  private static final int PAGE_SLOTS = 1 << PAGE_SLOT_BITS;
  private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

  private volatile int[][] pages = new int[0][];
  private final IntPages headOut = new IntPages();
  private final IntPages headIn = new IntPages();
  private final IntPages samePair = new IntPages();
  private final PairTable pairs = new PairTable();
  private final Touched touchedOut = new Touched();
  private final Touched touchedIn = new Touched();
  private final EndedPlaces endedPlaces = new EndedPlaces();
  private final Reachability reachability = new Reachability();
  private final Sealed sealed;
  private int size;

  DeltaLog(Sealed sealed) {
    this.sealed = sealed;
  }

  /** What was sealed before the first slot. */
  Sealed sealed() {
    return sealed;
  }

  /** Answers who reaches whom. */
  Reachability reachability() {
    return reachability;
  }

  /** How many sealed evidences ended. */
  int endings() {
    return endedPlaces.size() / 2;
  }

  /** Hands over block and place, among the outgoing rows, of those that had ended at a commit. */
  void eachEndedRow(int commit, EndedPlaces.Taker taker) {
    endedPlaces.eachOut(commit, taker);
  }

  /** Whether nothing was added or ended. */
  boolean isEmpty() {
    return size == 0 && endedPlaces.isEmpty();
  }

  /** Which nodes' edges in a direction may differ from what is sealed. */
  Touched touched(Direction direction) {
    return direction == Direction.DOWNSTREAM ? touchedOut : touchedIn;
  }

  /** Whether a sealed evidence had ended at a commit. */
  boolean endedAt(boolean out, int block, int place, int commit) {
    int ended = endedPlaces.commitOf(EndedPlaces.key(out, block, place));
    return ended != 0 && ended <= commit;
  }

  /** Ends a sealed evidence, which must be there and not have ended. */
  void endSealed(int from, int to, int how, int when, int who, int commit) {
    long word = sealed.format().word(how, when, who, false);
    int out = sealed.out().find(from, to, word);
    int in = sealed.in().find(to, from, word);
    if (out < 0 || in < 0) {
      throw new IllegalStateException("no sealed evidence " + from + " -> " + to);
    }
    touchedOut.add(from);
    touchedIn.add(to);
    endedPlaces.put(EndedPlaces.key(true, from >>> Side.BLOCK_BITS, out), commit);
    endedPlaces.put(EndedPlaces.key(false, to >>> Side.BLOCK_BITS, in), commit);
  }

  int size() {
    return size;
  }

  int get(int slot, int field) {
    return pages[slot >>> PAGE_SLOT_BITS][at(slot) + field];
  }

  /** The newest slot with this source below the limit, -1 if there is none. */
  int firstOut(int node, int limit) {
    return first(headOut, node, limit, NEXT_OUT);
  }

  /** The newest slot with this target below the limit, -1 if there is none. */
  int firstIn(int node, int limit) {
    return first(headIn, node, limit, NEXT_IN);
  }

  /** The next older slot of a chain, -1 at its end. */
  int next(int slot, int nextField) {
    return get(slot, nextField) - 1;
  }

  boolean aliveAt(int slot, int commit) {
    int ended = get(slot, ENDED);
    return ended == 0 || ended > commit;
  }

  int append(int from, int to, int how, int when, int who) {
    int slot = size;
    int[] page = pageFor(slot);
    int at = at(slot);
    page[at + FROM] = from;
    page[at + TO] = to;
    page[at + HOW] = how;
    page[at + WHEN] = when;
    page[at + WHO] = who;
    touchedOut.add(from);
    touchedIn.add(to);
    link(headOut, from, page, at + NEXT_OUT, slot);
    link(headIn, to, page, at + NEXT_IN, slot);
    samePair.set(slot, pairs.put(from, to, slot + 1));
    size = slot + 1;
    return slot;
  }

  /** Ends a slot with the commit of this number. */
  void end(int slot, int commit) {
    pages[slot >>> PAGE_SLOT_BITS][at(slot) + ENDED] = commit;
  }

  /** The newest slot of a pair, ended or not, -1 if there is none; for the writer. */
  int newestOf(int from, int to) {
    return pairs.get(from, to) - 1;
  }

  /** The next older slot of the same pair, -1 at the end; for the writer. */
  int olderOf(int slot) {
    return samePair.get(slot) - 1;
  }

  long heapBytes() {
    return 4L * PAGE_SLOTS * 8 * ((size + PAGE_SLOTS - 1) / PAGE_SLOTS)
        + headOut.bytes()
        + headIn.bytes()
        + samePair.bytes()
        + touchedOut.bytes()
        + touchedIn.bytes()
        + endedPlaces.bytes()
        + pairs.bytes();
  }

  private int first(IntPages heads, int node, int limit, int nextField) {
    int[][] rows = heads.pages();
    int row = node >>> IntPages.BITS;
    if (row >= rows.length) {
      return -1;
    }
    int slot = (int) INTS.getAcquire(rows[row], node & (IntPages.SIZE - 1)) - 1;
    while (slot >= limit) {
      slot = get(slot, nextField) - 1;
    }
    return slot;
  }

  private static void link(IntPages heads, int node, int[] page, int nextAt, int slot) {
    int[] row = heads.pageFor(node);
    int place = node & (IntPages.SIZE - 1);
    page[nextAt] = row[place];
    INTS.setRelease(row, place, slot + 1);
  }

  private int[] pageFor(int slot) {
    int page = slot >>> PAGE_SLOT_BITS;
    if (page >= pages.length) {
      int[][] longer = Arrays.copyOf(pages, pages.length + 1 + (pages.length >> 1));
      for (int i = pages.length; i < longer.length; i++) {
        longer[i] = new int[PAGE_SLOTS << STRIDE_BITS];
      }
      pages = longer;
    }
    return pages[page];
  }

  private static int at(int slot) {
    return (slot & (PAGE_SLOTS - 1)) << STRIDE_BITS;
  }
}

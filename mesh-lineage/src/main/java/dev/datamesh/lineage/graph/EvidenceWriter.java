package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes evidences into the log: puts, replaces, ends and moves them, and remembers what a sealing
 * that is under way has missed. For one thread at a time.
 */
final class EvidenceWriter {

  /** An evidence that ended, in the log or, with slot -1, among the sealed ones. */
  record Ended(int from, int to, int how, int when, int who, int slot) {}

  private final Tables tables;
  private final PairState pair;
  private final Changes changes;
  private DeltaLog delta = new DeltaLog(Sealed.NOTHING);
  private @Nullable List<Ended> endedWhileSealing;
  private int commit;

  EvidenceWriter(Tables tables, Changes changes) {
    this.tables = tables;
    this.pair = new PairState(tables);
    this.changes = changes;
  }

  /** From now on all is done by the commit of this number. */
  void begin(int newCommit) {
    commit = newCommit;
  }

  DeltaLog delta() {
    return delta;
  }

  /** Starts from sealed edges alone. */
  void startFrom(Sealed sealed) {
    delta = new DeltaLog(sealed);
    changes.noteAll();
  }

  /** Whether the graph is empty, so that it may start from sealed edges. */
  boolean isEmpty() {
    return delta.isEmpty() && delta.sealed().slots() == 0;
  }

  boolean isSealing() {
    return endedWhileSealing != null;
  }

  /** From now on what ends is put on a list, until the sealing is over. */
  List<Ended> beginSealing() {
    List<Ended> ended = new ArrayList<>();
    endedWhileSealing = ended;
    return ended;
  }

  void endSealing() {
    endedWhileSealing = null;
  }

  /** Puts sealed edges in place, and what came or ended since their basis into a new log. */
  void install(Snapshot basis, Sealed sealed, List<Ended> ended) {
    DeltaLog fresh = new DeltaLog(sealed);
    for (Ended each : ended) {
      if (each.slot() < basis.slots()) {
        fresh.endSealed(each.from(), each.to(), each.how(), each.when(), each.who(), commit);
      }
    }
    for (int slot = basis.slots(), end = delta.size(); slot < end; slot++) {
      if (delta.aliveAt(slot, commit)) {
        fresh.append(
            delta.get(slot, DeltaLog.FROM),
            delta.get(slot, DeltaLog.TO),
            delta.get(slot, DeltaLog.HOW),
            delta.get(slot, DeltaLog.WHEN),
            delta.get(slot, DeltaLog.WHO));
      }
    }
    delta = fresh;
  }

  /** Ends an evidence from an instant on; before it the evidence holds as it did. */
  void retract(Ended which, long recorded) {
    end(which);
    long from = tables.whens.from(which.when());
    if (from < recorded) {
      int until = tables.whens.of(from, recorded);
      append(which.from(), which.to(), which.how(), until, which.who());
    }
  }

  /**
   * Takes in an evidence.
   *
   * @return whether it changed anything
   */
  boolean put(int from, int to, int how, int when, int who, boolean unstated, long recorded) {
    know(from, to);
    int ended = pair.state(how, when, who, unstated, recorded);
    if (ended == PairState.UNCHANGED) {
      return false;
    }
    for (int i = 0; ended > 0 && i < pair.size(); i++) {
      if (pair.isReplaced(i)) {
        end(new Ended(from, to, pair.how(i), pair.when(i), pair.who(i), pair.reference(i)));
      }
    }
    append(from, to, how, pair.newWhen(), pair.newWho());
    return true;
  }

  /** Of two evidences of one source that hold at the same time the one recorded later stays. */
  private void putMoved(int from, int to, Ended moved) {
    know(from, to);
    for (int i = 0; i < pair.size(); i++) {
      if (sameSource(moved, i) && overlap(moved.when(), pair.when(i))) {
        if (!isLater(moved, i)) {
          return;
        }
        end(new Ended(from, to, pair.how(i), pair.when(i), pair.who(i), pair.reference(i)));
      }
    }
    append(from, to, moved.how(), moved.when(), moved.who());
  }

  private boolean sameSource(Ended moved, int i) {
    return tables.whos.get(moved.who()).sameSource(tables.whos.get(pair.who(i)))
        && tables.hows.get(moved.how()).type().isIndirect()
            == tables.hows.get(pair.how(i)).type().isIndirect();
  }

  private boolean overlap(int left, int right) {
    return tables.whens.from(left) < tables.whens.to(right)
        && tables.whens.from(right) < tables.whens.to(left);
  }

  private boolean isLater(Ended moved, int i) {
    long its = recorded(moved.who(), moved.when());
    long there = recorded(pair.who(i), pair.when(i));
    return its != there
        ? its > there
        : tables.hows.get(moved.how()).confidence() > tables.hows.get(pair.how(i)).confidence();
  }

  private long recorded(int who, int when) {
    long recorded = tables.whos.get(who).recorded();
    return recorded == Who.AS_VALID ? tables.whens.from(when) : recorded;
  }

  private void know(int from, int to) {
    pair.clear();
    knowSealed(from, to);
    for (int slot = delta.newestOf(from, to); slot >= 0; slot = delta.olderOf(slot)) {
      if (delta.aliveAt(slot, commit)) {
        pair.know(
            delta.get(slot, DeltaLog.HOW),
            delta.get(slot, DeltaLog.WHEN),
            delta.get(slot, DeltaLog.WHO),
            slot);
      }
    }
  }

  /** The sealed evidences of a pair that have not ended; known by a negative number. */
  private void knowSealed(int from, int to) {
    Sealed sealed = delta.sealed();
    if (from >= sealed.nodes()) {
      return;
    }
    Side out = sealed.out();
    int block = from >>> Side.BLOCK_BITS;
    int end = out.starts[block][(from & Side.IN_BLOCK) + 1];
    for (int place = out.firstOf(from, to); place < end; place++) {
      if (out.ends[block][place] != to) {
        return;
      }
      if (!delta.endedAt(true, block, place, commit)) {
        long word = out.word(block, place);
        WordFormat format = sealed.format();
        pair.know(format.how(word), format.when(word), format.who(word), -1);
      }
    }
  }

  private void end(Ended which) {
    changes.note(which.to());
    if (which.slot() >= 0) {
      delta.end(which.slot(), commit);
    } else {
      delta.endSealed(which.from(), which.to(), which.how(), which.when(), which.who(), commit);
    }
    if (endedWhileSealing != null) {
      endedWhileSealing.add(which);
    }
  }

  /** Makes the edges of a node those of another. */
  void moveEdges(int from, int into, EdgeCursor cursor) {
    List<Ended> found = new ArrayList<>();
    cursor.start(from, Direction.DOWNSTREAM);
    while (cursor.next()) {
      found.add(
          new Ended(
              from, cursor.other(), cursor.how(), cursor.when(), cursor.who(), cursor.slot()));
    }
    cursor.start(from, Direction.UPSTREAM);
    while (cursor.next()) {
      if (cursor.other() != from) {
        found.add(
            new Ended(
                cursor.other(), from, cursor.how(), cursor.when(), cursor.who(), cursor.slot()));
      }
    }
    for (Ended each : found) {
      end(each);
      int newFrom = each.from() == from ? into : each.from();
      int newTo = each.to() == from ? into : each.to();
      putMoved(newFrom, newTo, each);
    }
  }

  private void append(int from, int to, int how, int when, int who) {
    changes.note(to);
    delta.append(from, to, how, when, who);
  }
}

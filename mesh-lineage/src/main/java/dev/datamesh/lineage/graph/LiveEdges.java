package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.Direction;

/**
 * The edges of one node under a filter, evidences grouped to edges: by the other end, the job, and
 * whether they carry values; in the order of the other end's number. For one thread at a time.
 */
final class LiveEdges {

  private final Tables tables;
  private final Pass pass;
  private final EdgeCursor cursor;
  private final EvidenceRow row;
  private int at;
  private int first;
  private int end;
  private double confidence;
  private boolean masking;

  LiveEdges(Snapshot snapshot, EdgeFilter filter) {
    this(snapshot, Pass.of(snapshot, filter));
  }

  LiveEdges(Snapshot snapshot, Pass pass) {
    this.tables = snapshot.tables();
    this.pass = pass;
    this.cursor = snapshot.cursor();
    this.row = new EvidenceRow(tables);
  }

  void start(int node, Direction direction) {
    row.clear();
    at = 0;
    cursor.start(node, direction);
    while (cursor.next()) {
      int how = cursor.how();
      int when = cursor.when();
      if (pass.counts(how, when)) {
        row.push(cursor.other(), how, when, cursor.who());
      }
    }
    row.order();
  }

  /** Steps to the next edge that passes. */
  boolean next() {
    while (at < row.size()) {
      first = at;
      double last;
      double doubt = 1;
      boolean allMask = true;
      do {
        How how = tables.hows.get(row.how(at));
        last = how.confidence();
        doubt *= 1 - last;
        allMask &= how.masking();
        at++;
      } while (at < row.size() && row.sameEdge(first, at));
      end = at;
      confidence = end - first == 1 ? last : 1 - doubt;
      masking = allMask;
      if (pass.takes(confidence, masking)) {
        return true;
      }
    }
    return false;
  }

  int other() {
    return row.other(first);
  }

  double confidence() {
    return confidence;
  }

  boolean masking() {
    return masking;
  }

  /** How many evidences the edge has. */
  int evidences() {
    return end - first;
  }

  int how(int evidence) {
    return row.how(first + evidence);
  }

  int when(int evidence) {
    return row.when(first + evidence);
  }

  int who(int evidence) {
    return row.who(first + evidence);
  }
}

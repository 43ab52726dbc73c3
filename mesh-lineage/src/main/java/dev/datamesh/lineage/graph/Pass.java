package dev.datamesh.lineage.graph;

/** A filter made ready for a snapshot: a bit for each code. Immutable. */
final class Pass {

  private final EdgeFilter filter;
  private final Validities.Holding holding;
  private final boolean everyHow;
  private final boolean[] hows;
  private final double[] confidences;
  private final boolean[] masks;
  private final long[] alone;

  private Pass(Snapshot snapshot, EdgeFilter filter, long instant) {
    Tables tables = snapshot.tables();
    this.filter = filter;
    this.holding = tables.whens.holdingAt(instant, snapshot.whens());
    this.everyHow = filter.everyType();
    int known = everyHow && !needsGroups() ? 0 : snapshot.hows();
    hows = new boolean[known];
    confidences = new double[known];
    masks = new boolean[known];
    alone = new long[known];
    for (int code = 0; code < known; code++) {
      How how = tables.hows.get(code);
      hows[code] = everyHow || filter.types().contains(how.type());
      confidences[code] = how.confidence();
      masks[code] = how.masking();
      alone[code] = hows[code] && takes(how.confidence(), how.masking()) ? 1 : 0;
    }
  }

  /** Everything that holds at an instant, in microseconds. */
  static Pass at(Snapshot snapshot, long instant) {
    return new Pass(snapshot, EdgeFilter.EVERYTHING, instant);
  }

  /** Whether the same evidences hold at another instant, in microseconds. */
  boolean sameAt(long instant) {
    return holding.from() <= instant && instant < holding.to();
  }

  static Pass of(Snapshot snapshot, EdgeFilter filter) {
    return new Pass(snapshot, filter, Micros.of(filter.asOf()));
  }

  /** Whether every evidence counts and every edge is taken. */
  boolean everything() {
    return everyHow && holding.all() && !needsGroups();
  }

  /** Whether an edge is judged by all of its evidences together. */
  boolean needsGroups() {
    return filter.minConfidence() > 0 || filter.unmaskedOnly();
  }

  /** Whether an evidence counts. */
  boolean counts(int how, int when) {
    return (everyHow || hows[how]) && holding.holds(when);
  }

  boolean holds(int when) {
    return holding.holds(when);
  }

  /** Whether an edge is taken, once its evidences are counted. */
  boolean takes(double confidence, boolean masking) {
    return confidence >= filter.minConfidence() && !(masking && filter.unmaskedOnly());
  }

  /** A bit for each code of validity; only to be asked where not all hold. */
  long[] holdingBits() {
    return holding.bits();
  }

  boolean allHold() {
    return holding.all();
  }

  boolean everyHow() {
    return everyHow;
  }

  /** By code; empty where every one counts and no edge is judged. */
  boolean[] hows() {
    return hows;
  }

  /** By code: 1 where an edge of one such evidence is taken. */
  long[] alone() {
    return alone;
  }

  double[] confidences() {
    return confidences;
  }

  boolean[] masks() {
    return masks;
  }
}

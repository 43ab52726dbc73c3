package dev.datamesh.benchmarks.stress;

import dev.datamesh.featurestore.online.FeatureBuffer;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two reads of one thread, one after the other, of one key or of two, and what they saw. */
final class TwoReads {

  private final StressedRows.Life one;
  private final StressedRows.Life other;
  private final FeatureBuffer first;
  private final FeatureBuffer second;

  /** The key whose life is read first, and that which is read then. */
  TwoReads(StressedRows.Life one, StressedRows.Life other) {
    this.one = one;
    this.other = other;
    this.first = one.newBuffer(1);
    this.second = other.newBuffer(1);
  }

  void read() {
    one.read(first);
    other.read(second);
  }

  void judge(II_Result result) {
    result.r1 = one.seen(first, 0);
    result.r2 = other.seen(second, 0);
  }
}

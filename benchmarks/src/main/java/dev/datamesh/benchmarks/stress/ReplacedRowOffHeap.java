package dev.datamesh.benchmarks.stress;

import dev.datamesh.featurestore.online.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A row in direct buffers is replaced twice beside two reads: each read sees one row whole, and
 * never an earlier one.
 */
@JCStressTest
@JCStressMeta(ReplacedRowOnHeap.class)
@State
public class ReplacedRowOffHeap {

  private static final StressedRows ROWS = new StressedRows(Memory.DIRECT);

  private final StressedRows.Life life = ROWS.next();
  private final TwoReads reads = new TwoReads(life, life);

  public ReplacedRowOffHeap() {
    life.write(0);
  }

  @Actor
  public void write() {
    life.write(1);
    life.write(2);
  }

  @Actor
  public void read() {
    reads.read();
  }

  @Arbiter
  public void judge(II_Result result) {
    reads.judge(result);
  }
}

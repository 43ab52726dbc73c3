package dev.datamesh.benchmarks.stress;

import dev.datamesh.featurestore.online.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A row is replaced twice beside two reads: each read sees one row whole, and never an earlier one.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Both reads before.")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "Both reads behind.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both reads between.")
@Outcome(
    id = {"0, 1", "0, 2", "1, 2"},
    expect = Expect.ACCEPTABLE,
    desc = "A write between.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A mix of rows, none, or back in time.")
@State
public class ReplacedRowOnHeap {

  private static final StressedRows ROWS = new StressedRows(Memory.HEAP);

  private final StressedRows.Life life = ROWS.next();
  private final TwoReads reads = new TwoReads(life, life);

  public ReplacedRowOnHeap() {
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

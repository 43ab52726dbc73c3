package dev.datamesh.benchmarks.stress;

import dev.datamesh.featurestore.online.FeatureBuffer;
import dev.datamesh.featurestore.online.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A row in direct buffers is replaced twice beside two reads: each read sees one row whole, and
 * never an earlier one.
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
public class ReplacedRowOffHeap {

  private static final StressedRows ROWS = new StressedRows(Memory.DIRECT);

  private final StressedRows.Life life = ROWS.next();
  private final FeatureBuffer first = life.newBuffer(1);
  private final FeatureBuffer second = life.newBuffer(1);

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
    life.read(first);
    life.read(second);
  }

  @Arbiter
  public void judge(II_Result result) {
    result.r1 = life.seen(first, 0);
    result.r2 = life.seen(second, 0);
  }
}

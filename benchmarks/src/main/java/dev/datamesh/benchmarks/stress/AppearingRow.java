package dev.datamesh.benchmarks.stress;

import dev.datamesh.featurestore.online.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The first row of a key beside two reads: nothing or the whole row, and once there it stays. */
@JCStressTest
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "Both reads before.")
@Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "The write between.")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Both reads behind.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Half a row, or one that vanished.")
@State
public class AppearingRow {

  private static final StressedRows ROWS = new StressedRows(Memory.HEAP);

  private final StressedRows.Life life = ROWS.next();
  private final TwoReads reads = new TwoReads(life, life);

  public AppearingRow() {
    life.erase();
  }

  @Actor
  public void write() {
    life.write(0);
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

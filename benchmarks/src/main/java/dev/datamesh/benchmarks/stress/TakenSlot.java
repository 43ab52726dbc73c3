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
 * A key is erased and its slot taken by another, beside a read of the other and then of the erased:
 * neither sees the other's values, and whoever sees the new one sees the old one gone.
 */
@JCStressTest
@Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "Both reads before.")
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "Erased, or taken between the reads.")
@Outcome(id = "0, -1", expect = Expect.ACCEPTABLE, desc = "Both reads behind.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Another key's values, or both keys at once.")
@State
public class TakenSlot {

  private static final StressedRows ROWS = new StressedRows(Memory.HEAP);

  private final StressedRows.Life old;
  private final StressedRows.Life taking;
  private final TwoReads reads;

  public TakenSlot() {
    old = ROWS.next();
    taking = ROWS.next();
    reads = new TwoReads(taking, old);
    taking.erase();
    old.write(0);
  }

  @Actor
  public void eraseAndTake() {
    old.erase();
    taking.write(0);
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

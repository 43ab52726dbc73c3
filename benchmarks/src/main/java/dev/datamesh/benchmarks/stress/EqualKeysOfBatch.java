package dev.datamesh.benchmarks.stress;

import dev.datamesh.featurestore.online.FeatureBuffer;
import dev.datamesh.featurestore.online.KeyBuffer;
import dev.datamesh.featurestore.online.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A row is replaced beside one read that asks for its key several times: all answers are equal. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The read before.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The read between.")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "The read behind.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A mix of rows, or unequal answers to equal keys.")
@State
public class EqualKeysOfBatch {

  /** So many that they are read in stages. */
  private static final int TIMES = 6;

  private static final StressedRows ROWS = new StressedRows(Memory.HEAP);

  private final StressedRows.Life life = ROWS.next();
  private final KeyBuffer asked = life.repeated(TIMES);
  private final FeatureBuffer answer = life.newBuffer(TIMES);

  public EqualKeysOfBatch() {
    life.write(0);
  }

  @Actor
  public void write() {
    life.write(1);
    life.write(2);
  }

  @Actor
  public void read() {
    life.read(asked, answer);
  }

  @Arbiter
  public void judge(II_Result result) {
    result.r1 = life.seen(answer, 0);
    result.r2 = result.r1;
    for (int row = 1; row < TIMES; row++) {
      int seen = life.seen(answer, row);
      if (seen != result.r1) {
        result.r2 = seen;
      }
    }
  }
}

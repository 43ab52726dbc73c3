package dev.datamesh.benchmarks.stress;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.definition.Status;
import dev.datamesh.featurestore.online.FeatureBuffer;
import dev.datamesh.featurestore.online.HashedRowSlots;
import dev.datamesh.featurestore.online.ReadPlan;
import dev.datamesh.featurestore.online.RowWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Keys are added until the index is replaced by a larger one, beside reads of the last of them and
 * then of one that was there before: that one is always found.
 */
@JCStressTest
@Outcome(id = "-1, 7", expect = Expect.ACCEPTABLE, desc = "The reads before.")
@Outcome(id = "47, 7", expect = Expect.ACCEPTABLE, desc = "The reads behind.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A key that was there is not found.")
@State
public class GrowingIndex {

  private static final int BEFORE = 42;
  private static final int AFTER = 48;

  private static final Table TABLE = new Table("t", Schema.of("k: int64"), Schema.of("n: int64"));
  private static final Column KEYS = numbers("k");
  private static final Column VALUES = numbers("n");

  private final RowWriter writer;
  private final ReadPlan plan;
  private final FeatureBuffer first;
  private final FeatureBuffer second;

  public GrowingIndex() {
    HashedRowSlots store = HashedRowSlots.onHeap();
    store.create(TABLE);
    writer = new RowWriter(store, TABLE, List.of(KEYS), List.of(VALUES));
    plan =
        ReadPlan.of(
            List.of(
                new ReadPlan.Part(
                    store,
                    TABLE,
                    List.of("k"),
                    Map.of("n", "n"),
                    Long.MAX_VALUE,
                    true,
                    true,
                    false,
                    asking -> {})));
    first = plan.newBuffer(1);
    second = plan.newBuffer(1);
    write(0, BEFORE);
  }

  private static Column numbers(String name) {
    return Column.ofLongs(name, LongStream.range(0, AFTER).toArray());
  }

  private void write(int from, int to) {
    for (int key = from; key < to; key++) {
      writer.write(key, 0, 0, 0);
    }
  }

  @Actor
  public void grow() {
    write(BEFORE, AFTER);
  }

  @Actor
  public void read() {
    plan.read(AFTER - 1, first, 1);
    plan.read(7, second, 1);
  }

  @Arbiter
  public void judge(II_Result result) {
    result.r1 = seen(first);
    result.r2 = seen(second);
  }

  private static int seen(FeatureBuffer answer) {
    return answer.status(0, 0) == Status.NOT_FOUND ? -1 : (int) answer.getLong(0, 0);
  }
}

package dev.datamesh.featurestore.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore.Row;
import dev.datamesh.core.spi.OnlineStore.Stamp;
import dev.datamesh.core.spi.OnlineStore.Table;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Equal keys of one batch have one answer, whatever is written meanwhile. */
class EqualKeysTest {

  @Test
  void equalKeysHaveOneAnswerWhileTheirRowIsWrittenErasedAndWrittenAgain() throws Exception {
    HashedRowSlots store = HashedRowSlots.onHeap();
    Table table = new Table("t", Schema.of("k: int64"), Schema.of("a: int64"));
    store.create(table);
    for (long key = 0; key < 300; key++) {
      store.write("t", List.of(new Row(List.of(key), new Stamp(0, 0, 0), List.of(0L))));
    }
    ReadPlan plan =
        ReadPlan.of(
            List.of(
                new ReadPlan.Part(
                    store,
                    table,
                    List.of("k"),
                    Map.of("a", "a"),
                    Long.MAX_VALUE,
                    true,
                    true,
                    false,
                    keys -> {})));
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (long i = 1; !done.get(); i++) {
                if (i % 64 == 0) {
                  store.erase("t", List.of(7L));
                }
                store.write("t", List.of(new Row(List.of(7L), new Stamp(i, 0, i), List.of(i))));
              }
            });
    writer.start();
    try {
      FeatureBuffer answer = plan.newBuffer(200);
      KeyBuffer keys = plan.newKeys(200);
      for (int round = 0; round < 3_000; round++) {
        keys.clear();
        for (int i = 0; i < 200; i++) {
          keys.add(i % 3 == 0 ? 7L : i);
        }
        plan.read(keys, answer, Long.MAX_VALUE);
        Object first = answer.get(0, 0);
        for (int row = 3; row < 200; row += 3) {
          assertThat(answer.get(row, 0)).isEqualTo(first);
        }
      }
    } finally {
      done.set(true);
      writer.join();
    }
  }
}

package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.online.HashedRowSlots;
import dev.datamesh.featurestore.online.Memory;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A push that one version's table has no room for leaves nothing promised in another's. */
class RefusedPushTest {

  private static final long NOW = 1_700_000_000_000_000L;

  private static Frame rows(int count) {
    long[] times = new long[count];
    Arrays.fill(times, NOW);
    long[] numbers = LongStream.range(0, count).toArray();
    return Frame.of(
        Column.ofLongs("k", numbers),
        Column.ofLongs("a", numbers),
        Column.ofLongs("b", numbers),
        Column.ofMicros("at", times));
  }

  @Test
  void roomThatWasMadeForARefusedPushIsTakenByTheNext() {
    // Room for two pages of 1,024 rows of the first version, and for one of the second's.
    FeatureStore store =
        FeatureStore.builder()
            .clock(new SettableClock(NOW))
            .online(HashedRowSlots.of(Memory.HEAP, 200_000))
            .inMemory();
    store.apply(Definitions.of(TestViews.online("a: int64")));
    PreparedFeatures first = store.prepare("v@v0:a");
    store.apply(Definitions.of(TestViews.online("a: int64, b: int64")));
    PreparedFeatures second = store.prepare("v:b");
    first.get(Map.of("k", 0L));
    second.get(Map.of("k", 0L));

    assertThatThrownBy(() -> store.push("v", rows(2048), PushTarget.ONLINE))
        .isInstanceOf(LimitExceededException.class);

    store.push("v", rows(3), PushTarget.ONLINE);
    assertThat(first.get(Map.of("k", 2L)).value("a")).isEqualTo(2L);
    assertThat(second.get(Map.of("k", 2L)).value("b")).isEqualTo(2L);
  }
}

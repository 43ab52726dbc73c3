package dev.datamesh.featurestore.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.LimitExceededException;
import org.junit.jupiter.api.Test;

class LimitsTest {

  @Test
  void aViewBeyondTwoToTheThirtyFirstRowsInMemoryIsRefusedWithTheWayOut() {
    assertThat(FeatureTable.checked(FeatureTable.MOST_ROWS)).isEqualTo(FeatureTable.MOST_ROWS);
    assertThatThrownBy(() -> FeatureTable.checked(1L << 31))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("2,147,483,648 rows")
        .hasMessageContaining("the limit is 2,147,483,639")
        .hasMessageContaining("FeatureStore.at");
  }
}

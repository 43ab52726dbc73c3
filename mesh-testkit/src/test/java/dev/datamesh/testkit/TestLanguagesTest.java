package dev.datamesh.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestLanguagesTest {

  @Test
  void a_graph_is_written_as_it_is_drawn() {
    Graphs.Graph graph = Graphs.graph("a -> b -> c; a, d -> c\n e");
    assertThat(graph.nodes()).containsExactly("a", "b", "c", "d", "e");
    assertThat(graph.edges())
        .extracting(Graphs.Edge::toString)
        .containsExactly("a -> b", "b -> c", "a -> c", "d -> c");
    assertThatThrownBy(() -> Graphs.graph("a -> ")).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void a_failing_seed_says_how_to_run_it_alone() {
    List<Long> seeds = new ArrayList<>();
    assertThatThrownBy(
            () ->
                SeededRuns.of("mesh.some.count", 5)
                    .each(
                        (seed, random) -> {
                          seeds.add(seed);
                          assertThat(seed).isLessThan(3);
                        }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dmesh.seed=3")
        .hasMessageContaining("-Dmesh.some.count");
    assertThat(seeds).containsExactly(0L, 1L, 2L, 3L);
  }
}

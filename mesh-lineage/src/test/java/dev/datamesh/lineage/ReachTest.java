package dev.datamesh.lineage;

import static dev.datamesh.lineage.Graphs.graph;
import static dev.datamesh.lineage.Graphs.hops;
import static dev.datamesh.lineage.Graphs.id;
import static dev.datamesh.lineage.Graphs.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.NotFoundException;
import dev.datamesh.lineage.model.LineageEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReachTest {

  @Test
  void depth_counts_the_shortest_way_although_a_longer_one_is_met_first() {
    LineageGraph graph = graph("S -> a -> b -> c -> d; S -> b");

    assertThat(hops(graph.downstream(id("S"), 3)))
        .isEqualTo(Map.of("a", 1, "b", 1, "c", 2, "d", 3));
    assertThat(hops(graph.downstream(id("S"), 2))).isEqualTo(Map.of("a", 1, "b", 1, "c", 2));
  }

  @Test
  void a_cycle_gives_its_three_nodes_from_each_start() {
    LineageGraph graph = graph("A -> B -> C -> A");

    assertThat(hops(graph.downstream(id("A")))).isEqualTo(Map.of("B", 1, "C", 2));
    assertThat(hops(graph.downstream(id("B")))).isEqualTo(Map.of("C", 1, "A", 2));
    assertThat(hops(graph.upstream(id("A")))).isEqualTo(Map.of("C", 1, "B", 2));
  }

  @Test
  void siblings_that_share_an_input_are_no_lineage_of_each_other() {
    LineageGraph graph = graph("in -> left; in -> right");

    assertThat(names(graph.downstream(id("left")))).isEmpty();
    assertThat(names(graph.upstream(id("left")))).containsExactly("in");
  }

  @Test
  void a_path_is_the_shortest_and_explains_itself() {
    LineageGraph graph = graph("S -> a -> b -> c; S -> b");

    LineagePath path = graph.downstream(id("S")).pathTo(id("c")).orElseThrow();

    assertThat(path.nodes()).containsExactly(id("S"), id("b"), id("c"));
    assertThat(path.explain()).startsWith("S -> c: 2 hops, direct, confidence 1\n");
    assertThat(graph.upstream(id("c")).pathTo(id("S")).orElseThrow().nodes())
        .containsExactly(id("S"), id("b"), id("c"));
  }

  @Test
  void a_cut_answer_says_so_and_names_its_frontier() {
    LineageGraph graph = graph("S -> a -> b -> c");

    Reach cut = graph.find(LineageQuery.downstreamOf(id("S")).withLimit(2));

    assertThat(cut.isComplete()).isFalse();
    assertThat(cut.completeness())
        .isInstanceOfSatisfying(
            Completeness.Truncated.class,
            truncated -> assertThat(truncated.frontier()).containsExactly(id("b")));
    assertThat(graph.find(LineageQuery.downstreamOf(id("S")).withLimit(3)).size()).isEqualTo(3);
  }

  @Test
  void the_same_entry_again_changes_nothing() {
    LineageGraph graph = LineageGraph.inMemory();
    LineageEntry entry = LineageEntry.of("raw-orders", "orders").withConfidence(0.5);

    assertThat(graph.add(entry)).isTrue();
    assertThat(graph.add(entry)).isFalse();
    assertThat(graph.edges()).hasSize(1);
    assertThat(graph.edges().get(0).confidence()).isEqualTo(0.5);
  }

  @Test
  void two_producers_of_one_edge_are_two_evidences_whose_confidence_adds_up() {
    LineageGraph graph = LineageGraph.inMemory();
    graph.add(LineageEntry.of("a", "b").withConfidence(0.5).withProducer("spark"));
    graph.add(LineageEntry.of("a", "b").withConfidence(0.5).withProducer("dbt"));

    assertThat(graph.edges()).hasSize(1);
    assertThat(graph.edges().get(0).confidence()).isEqualTo(0.75);
    assertThat(graph.edges().get(0).evidences()).hasSize(2);
  }

  @Test
  void an_unknown_root_is_an_error_that_names_it() {
    assertThatThrownBy(() -> graph("a -> b").downstream(id("nope")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("nope");
  }
}

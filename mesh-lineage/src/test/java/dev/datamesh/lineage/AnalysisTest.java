package dev.datamesh.lineage;

import static dev.datamesh.lineage.Graphs.graph;
import static dev.datamesh.lineage.Graphs.hops;
import static dev.datamesh.lineage.Graphs.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Progress;
import dev.datamesh.lineage.model.LineageEdge;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnalysisTest {

  @Test
  void personal_data_stays_while_one_unmasked_way_remains() {
    LineageGraph graph = graph("person -> clean; person -> raw -> mart");
    graph.add(LineageEntry.of("person", "clean").thatMasks());
    graph.add(LineageEntry.of("clean", "mart"));
    graph.describe(NodeDescription.of(id("person")).tagged("pii"));

    Classification before = graph.classified("pii");
    assertThat(before.nodes()).containsExactlyInAnyOrder(id("person"), id("raw"), id("mart"));
    assertThat(before.explain(id("mart")).orElseThrow().nodes())
        .containsExactly(id("person"), id("raw"), id("mart"));

    graph.retract(Retraction.ofEdge(id("raw"), id("mart")));
    assertThat(graph.classified("pii").isCarriedBy(id("mart"))).isFalse();
    assertThat(graph.classified("pii").explain(id("mart"))).isEmpty();
  }

  @Test
  void an_edge_masks_only_if_all_its_evidences_mask() {
    LineageGraph graph = LineageGraph.inMemory();
    graph.describe(NodeDescription.of(id("person")).tagged("pii"));
    graph.add(LineageEntry.of("person", "mart").withProducer("spark").thatMasks());
    assertThat(graph.classified("pii").isCarriedBy(id("mart"))).isFalse();

    graph.add(LineageEntry.of("person", "mart").withProducer("dbt"));
    assertThat(graph.classified("pii").isCarriedBy(id("mart"))).isTrue();
  }

  @Test
  void two_instants_are_compared() {
    TestClock clock = new TestClock();
    LineageGraph graph = LineageGraph.inMemory(clock);
    graph.add(LineageEntry.of("a", "b"));
    graph.add(LineageEntry.of("b", "c"));
    Instant first = clock.instant();
    clock.advance(Duration.ofDays(1));
    graph.retract(Retraction.ofEdge(id("b"), id("c")));
    graph.add(LineageEntry.of("b", "d"));
    graph.add(LineageEntry.of("a", "b").withConfidence(0.5));

    LineageDiff diff = graph.diff(first, clock.instant());

    assertThat(diff.toText())
        .isEqualTo(
            """
            + d
            - c
            + b -> d (direct, confidence 1)
            - b -> c (direct, confidence 1)
            """);
    assertThat(graph.view().blastRadius(id("a"), first, clock.instant()))
        .isEqualTo(new LineageDiff.BlastRadius(id("a"), List.of(id("d")), List.of(id("c"))));
    assertThat(hops(graph.find(LineageQuery.downstreamOf(id("a")).withAsOf(first))))
        .isEqualTo(Map.of("b", 1, "c", 2));
    assertThat(graph.diff(first, first).toText()).isEqualTo("No differences\n");
  }

  @Test
  void a_product_taken_away_cuts_off_what_lives_of_it_alone() {
    LineageGraph graph = graph("src -> orders -> only -> deeper; orders -> both; other -> both");
    AssetId product = AssetId.mesh(AssetId.Kind.PRODUCT, "ventas.orders");
    graph.contain(id("orders"), product);

    WhatIfResult result = graph.whatIf(WhatIf.remove(product));

    assertThat(result.cutOff()).containsExactlyInAnyOrder(id("only"), id("deeper"));
    assertThat(result.degraded()).containsExactly(id("both"));
    assertThat(result.impact().count()).isEqualTo(3);
    assertThat(graph.downstream(id("src")).size()).isEqualTo(4);
    LineageGraph after = graph.view().overlay(WhatIf.remove(product));
    assertThat(hops(after.downstream(id("other")))).isEqualTo(Map.of("both", 1));
    assertThat(after.node(id("orders"))).isEmpty();
    assertThat(after.node(product)).isEmpty();
    assertThat(hops(after.downstream(id("only")))).isEqualTo(Map.of("deeper", 1));
    LineageGraph renamed = graph.view().overlay(WhatIf.rename(id("orders")));
    assertThat(hops(renamed.downstream(id("src")))).isEqualTo(Map.of("orders", 1));
    assertThat(graph.downstream(id("src")).size()).isEqualTo(4);
  }

  @Test
  void renaming_a_column_hits_all_who_read_it_and_cuts_off_nobody() {
    LineageGraph graph = LineageGraph.inMemory();
    AssetId column = new AssetId(AssetId.Kind.FIELD, "default", "orders#total");
    graph.add(LineageEntry.of(column, id("report")).withType(LineageType.FILTER));

    WhatIfResult result = graph.whatIf(WhatIf.rename(column));

    assertThat(result.degraded()).containsExactly(id("report"));
    assertThat(result.cutOff()).isEmpty();
    assertThat(graph.node(column).orElseThrow().container()).isEqualTo(id("orders"));
  }

  @Test
  void names_joined_in_any_order_are_one_node() {
    List<Runnable> steps = new ArrayList<>();
    Set<List<LineageEdge>> outcomes = new HashSet<>();
    for (int seed = 0; seed < 60; seed++) {
      LineageGraph graph = LineageGraph.inMemory(new TestClock());
      steps.clear();
      steps.add(() -> graph.add(LineageEntry.of("in", "s3-path").withProducer("one")));
      steps.add(() -> graph.add(LineageEntry.of("table", "out").withProducer("two")));
      steps.add(() -> graph.add(LineageEntry.of("view", "out").withProducer("three")));
      steps.add(() -> graph.join(id("s3-path"), id("table")));
      steps.add(() -> graph.join(id("view"), id("table")));
      steps.add(() -> graph.join(id("s3-path"), id("warehouse")));
      steps.add(graph::seal);
      Collections.shuffle(steps, new Random(seed));
      steps.forEach(Runnable::run);

      assertThat(hops(graph.downstream(id("in"))))
          .as("seed %d", seed)
          .isEqualTo(Map.of("table", 1, "out", 2));
      assertThat(hops(graph.upstream(id("out")))).isEqualTo(Map.of("table", 1, "in", 2));
      assertThat(graph.downstream(id("warehouse")).size()).isEqualTo(1);
      List<LineageEdge> edges = new ArrayList<>(graph.edges());
      edges.sort(java.util.Comparator.comparing(LineageEdge::source));
      outcomes.add(edges);
    }
    assertThat(outcomes).hasSize(1);
  }

  @Test
  void a_circle_of_alternate_names_is_refused() {
    LineageGraph graph = LineageGraph.inMemory();
    graph.join(id("a"), id("b"));
    graph.join(id("b"), id("c"));
    graph.join(id("a"), id("b"));

    assertThatThrownBy(() -> graph.join(id("c"), id("a")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("alternate");
    assertThatThrownBy(() -> graph.join(id("d"), id("d")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void containment_cannot_run_in_a_circle() {
    LineageGraph graph = LineageGraph.inMemory();
    graph.contain(id("a"), id("b"));
    assertThatThrownBy(() -> graph.contain(id("b"), id("a")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void products_are_linked_by_what_they_hold() {
    LineageGraph graph = graph("orders -> revenue; revenue -> board");
    AssetId sales = AssetId.mesh(AssetId.Kind.PRODUCT, "ventas.orders");
    AssetId finance = AssetId.mesh(AssetId.Kind.PRODUCT, "finanzas.revenue");
    AssetId model = AssetId.mesh(AssetId.Kind.PRODUCT, "marketing.model");
    graph.contain(id("orders"), sales);
    graph.contain(id("revenue"), finance);
    graph.add(LineageEntry.of(sales, model));

    LineageGraph products = graph.view().projectedTo(Level.PRODUCT);

    assertThat(products.downstream(sales).nodes())
        .containsExactlyInAnyOrder(
            new ReachedNode(finance, 1),
            new ReachedNode(model, 1),
            new ReachedNode(id("board"), 2));
    assertThat(products.edges())
        .extracting(edge -> edge.target().name() + " " + edge.evidences().get(0).producer())
        .containsExactlyInAnyOrder(
            "finanzas.revenue projected", "marketing.model asserted", "board projected");
    LineageGraph domains = graph.view().projectedTo(Level.DOMAIN);
    assertThat(domains.downstream(new AssetId(AssetId.Kind.DATASET, "domain", "ventas")).size())
        .isEqualTo(3);
  }

  @Test
  void a_job_reaches_what_it_makes_and_adds_no_hop() {
    LineageGraph graph = LineageGraph.inMemory();
    graph.add(LineageEntry.of("in", "mid").withJob("etl"));
    graph.add(LineageEntry.of("mid", "out").withJob("report"));
    AssetId job = new AssetId(AssetId.Kind.JOB, "spark", "etl");

    assertThat(hops(graph.downstream(job))).isEqualTo(Map.of("mid", 1, "out", 2));
    assertThat(hops(graph.upstream(job))).isEqualTo(Map.of("in", 1));
    assertThat(hops(graph.downstream(job, 1))).isEqualTo(Map.of("mid", 1));
    assertThat(hops(graph.downstream(id("in")))).isEqualTo(Map.of("mid", 1, "out", 2));
  }

  @Test
  void an_answer_that_was_cut_goes_on_where_it_stopped() {
    LineageGraph graph = graph("S -> a; S -> b; a -> c; b -> d; c -> e; d -> f; f -> S");
    Map<String, Integer> whole = hops(graph.downstream(id("S")));
    Map<String, Integer> pages = new java.util.TreeMap<>();
    var page = java.util.Optional.of(graph.find(LineageQuery.downstreamOf(id("S")).withLimit(2)));
    int count = 0;
    while (page.isPresent()) {
      pages.putAll(hops(page.get()));
      count++;
      page = page.get().next();
    }
    assertThat(pages).isEqualTo(whole);
    assertThat(count).isGreaterThan(1);
  }

  @Test
  void a_limit_is_kept_to_the_node_and_pages_make_the_whole_in_its_order() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      LineageGraph graph = LineageGraph.inMemory(new TestClock());
      for (int i = 0; i < 40; i++) {
        graph.add(
            LineageEntry.of("n" + random.nextInt(15), "n" + random.nextInt(15))
                .withConfidence((5 + random.nextInt(6)) / 10.0));
      }
      graph.describe(NodeDescription.of(id("n0")));
      LineageQuery query = LineageQuery.downstreamOf(id("n0"));
      if (seed % 2 == 0) {
        query = query.withMinPathConfidence(0.3);
      }
      List<ReachedNode> whole = graph.find(query).nodes();
      int limit = 1 + random.nextInt(6);
      List<ReachedNode> pages = new ArrayList<>();
      var page = java.util.Optional.of(graph.find(query.withLimit(limit)));
      assertThat(page.get().size()).as("seed %d", seed).isEqualTo(Math.min(limit, whole.size()));
      while (page.isPresent()) {
        pages.addAll(page.get().nodes());
        page = page.get().next();
      }
      assertThat(pages).as("seed %d, limit %d", seed, limit).isEqualTo(whole);
    }
  }

  @Test
  void every_question_can_be_asked_as_of_an_instant() {
    TestClock clock = new TestClock();
    LineageGraph graph = LineageGraph.inMemory(clock);
    graph.add(LineageEntry.of("a", "b"));
    graph.add(LineageEntry.of("b", "c"));
    Instant first = clock.instant();
    clock.advance(Duration.ofDays(1));
    graph.retract(Retraction.ofEdge(id("b"), id("c")));

    LineageView then = graph.asOf(first);

    assertThat(graph.paths(id("a"), id("c")).shortest()).isEmpty();
    assertThat(then.paths(id("a"), id("c")).shortest().orElseThrow().hops()).isEqualTo(2);
    assertThat(then.isReachable(id("a"), id("c"))).isTrue();
    assertThat(then.structure().statistics().edges()).isEqualTo(2);
    assertThat(then.whatIf(WhatIf.remove(id("b"))).cutOff()).containsExactly(id("c"));
    assertThat(then.edges()).hasSize(2);
    assertThat(graph.edges()).hasSize(1);
  }

  @Test
  void the_best_paths_come_by_confidence() {
    LineageGraph graph = LineageGraph.inMemory();
    graph.add(LineageEntry.of("a", "d").withConfidence(0.3));
    graph.add(LineageEntry.of("a", "b").withConfidence(0.9));
    graph.add(LineageEntry.of("b", "d").withConfidence(0.9));
    graph.add(LineageEntry.of("a", "c").withConfidence(0.8));
    graph.add(LineageEntry.of("c", "d").withConfidence(0.8));
    Paths paths = graph.paths(id("a"), id("d"));

    assertThat(paths.shortest().orElseThrow().hops()).isEqualTo(1);
    assertThat(paths.best(2))
        .extracting(path -> path.nodes().get(1).name())
        .containsExactly("b", "c");
    assertThat(paths.best().orElseThrow().confidence()).isEqualTo(0.81);
    assertThat(graph.paths(id("d"), id("a")).shortest()).isEmpty();
    assertThat(graph.isReachable(id("a"), id("d"))).isTrue();
    assertThat(graph.isReachable(id("d"), id("a"))).isFalse();
    assertThat(graph.find(LineageQuery.downstreamOf(id("a"))).confidenceOf(id("d")))
        .isEqualTo(0.81);
  }

  @Test
  void structure_agrees_with_reach_on_random_graphs() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int nodes = 1 + random.nextInt(12);
      LineageGraph graph = LineageGraph.inMemory();
      for (int i = random.nextInt(25); i >= 0; i--) {
        graph.add(LineageEntry.of("n" + random.nextInt(nodes), "n" + random.nextInt(nodes)));
      }
      Structure structure = graph.structure();
      for (Structure.Critical critical : structure.mostCritical(nodes, Progress.NONE)) {
        assertThat(critical.reached())
            .as("seed %d, %s", seed, critical)
            .isEqualTo(graph.downstream(critical.id()).size());
      }
      List<List<AssetId>> levels = structure.levels();
      Map<AssetId, Integer> level = new java.util.HashMap<>();
      for (int i = 0; i < levels.size(); i++) {
        for (AssetId node : levels.get(i)) {
          level.put(node, i);
        }
      }
      for (LineageEdge edge : graph.edges()) {
        boolean together = graph.isReachable(edge.target(), edge.source());
        assertThat(level.get(edge.target()) - level.get(edge.source()))
            .as("seed %d, %s", seed, edge)
            .satisfies(step -> assertThat(together ? step == 0 : step > 0).isTrue());
      }
      for (List<AssetId> cycle : structure.cycles()) {
        for (AssetId node : cycle) {
          assertThat(graph.isReachable(cycle.get(0), node)).isTrue();
          assertThat(graph.isReachable(node, cycle.get(0))).isTrue();
        }
      }
    }
  }

  @Test
  void deleting_a_product_leaves_its_node_marked() {
    LineageGraph graph = graph("a -> b");
    graph.delete(id("a"));
    assertThat(graph.node(id("a")).orElseThrow().deleted()).isTrue();
    assertThat(hops(graph.downstream(id("a")))).isEqualTo(Map.of("b", 1));
  }
}

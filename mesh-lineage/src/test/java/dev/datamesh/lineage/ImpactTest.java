package dev.datamesh.lineage;

import static dev.datamesh.lineage.Graphs.graph;
import static dev.datamesh.lineage.Graphs.id;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImpactTest {

  @Test
  void groups_by_domain_and_owner_and_says_what_to_do() {
    LineageGraph graph =
        graph("daily_revenue -> customer_segments; daily_revenue -> accounting -> board");
    graph.describe(
        NodeDescription.of(id("customer_segments")).inDomain("marketing").ownedBy("m@company.com"));
    graph.describe(
        NodeDescription.of(id("accounting"))
            .inDomain("finanzas")
            .ownedBy("f@company.com")
            .withFallbacks(id("accounting_yesterday")));

    Impact impact = graph.impact(id("daily_revenue"));

    assertThat(impact.toText())
        .isEqualTo(
            """
            Impact of daily_revenue
            3 nodes downstream in 2 domains and outside any domain

            finanzas (1)
              owner: f@company.com
                1 hop   accounting  (daily_revenue -> accounting)

            marketing (1)
              owner: m@company.com
                1 hop   customer_segments  (daily_revenue -> customer_segments)

            outside any domain (1)
              owner: nobody known
                2 hops  board  (daily_revenue -> accounting -> board)

            Recommended actions
            1. Notify the owners of what is impacted
               - f@company.com: finanzas (1 node)
               - m@company.com: marketing (1 node)
               - nobody known: outside any domain (1 node)
            2. Check fallback sources
               - accounting: read accounting_yesterday instead
            3. Estimate the time to repair and communicate it
               - to the owners above, from the owner of daily_revenue
            """);
    assertThat(impact.toJson()).startsWith("{\"failed\": [\"daily_revenue\"], \"complete\": true");
    assertThat(impact.toMarkdown()).contains("| finanzas | f@company.com | 1 | accounting |");
  }

  @Test
  void says_so_when_nothing_depends_on_it() {
    Impact impact = graph("a -> b").impact(id("b"));

    assertThat(impact.hasDependencies()).isFalse();
    assertThat(impact.toText()).isEqualTo("Impact of b\nNo downstream dependencies\n");
  }
}

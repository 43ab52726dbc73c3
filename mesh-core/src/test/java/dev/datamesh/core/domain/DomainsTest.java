package dev.datamesh.core.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.document.DocumentReader;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainsTest {

  private static final String TWO =
      """
      domains:
        ventas:
          owner: sales-team@company.com
          mission: "Provide revenue"
          data_products:
            - daily_revenue_api
          slos:
            latency_p99: "15 minutes"
            availability: "99.9%"
            data_quality: "99.5% completeness"
          dependencies:
            - producto.catalog_api  # Cross-domain dependency
          budget_monthly: "$2,000"
          compliance:
            - PCI-DSS
        producto:
          owner: catalog-team@company.com
          data_products: [catalog_api]
          dependencies: []
          x-team: {lead: ana}
      """;

  @Test
  void every_text_becomes_a_value() {
    Domain ventas = Domains.read(TWO, "domains.yml").get("ventas");
    assertThat(ventas.owner()).isEqualTo("sales-team@company.com");
    assertThat(ventas.slos().latency("p99")).contains(Duration.ofMinutes(15));
    assertThat(ventas.slos().availability()).contains(new BigDecimal("99.9"));
    assertThat(ventas.slos().find("data_quality").orElseThrow().target())
        .isEqualTo(new SloTarget.Quality(new BigDecimal("99.5"), "completeness"));
    assertThat(ventas.dependencies()).containsExactly(ProductId.of("producto.catalog_api"));
    assertThat(ventas.budgetMonthly()).contains(Money.of("USD 2000"));
    assertThat(ventas.compliance()).containsExactly("PCI-DSS");
  }

  @Test
  void a_document_that_was_read_is_written_as_the_same_tree() {
    var document = DocumentReader.standard().read(TWO, "domains.yml");
    assertThat(Domains.read(document, "domains.yml").toDocument()).isEqualTo(document);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "15 minutes"                  | "15 parsecs"                 | domains.yml:8:20 /domains/ventas/slos/latency_p99: "15 parsecs" is not understood; expected a number and a unit
          "15 minutes"                  | 15                           | expected a text with its unit
          "15 minutes"                  | "minutes"                    | domains.yml:8:20
          "99.9%"                       | "99.9 minutes"               | domains.yml:9:21 /domains/ventas/slos/availability
          "99.9%"                       | "109.9%"                     | at most 100
          "99.5% completeness"          | "99.5%"                      | a percentage and a word
          "$2,000"                      | "2,000"                      | domains.yml:13:21 /domains/ventas/budget_monthly: "2,000" is not understood; expected an amount with its currency
          "$2,000"                      | 2000                         | expected an amount with its currency
          "$2,000"                      | "$0"                         | above zero
          "$2,000"                      | "$2,00"                      | not understood
          "$2,000"                      | "ZZZ 5"                      | is no currency
          producto.catalog_api          | producto.catalogue           | domains.yml:12:9 /domains/ventas/dependencies/0: the dependency producto.catalogue is not known: the domain "producto" declares no such product
          producto.catalog_api          | compras.catalog_api          | there is no domain "compras"
          producto.catalog_api          | catalog_api                  | domain.name
          owner: sales-team@company.com | x-owner: a                   | domains.yml:3:5 /domains/ventas/owner: is missing
          owner: sales-team@company.com | owner: ""                    | is empty
          owner: sales-team@company.com | owner: 7                     | expected whom to ask
          mission:                      | misson:                      | domains.yml:4:5 /domains/ventas/misson: the key "misson" is not known here; expected owner, mission
          ventas:                       | Ventas:                      | domains.yml:2:3 /domains/Ventas: "Ventas" is no domain's name
          ventas:                       | a_name_beyond_20_chars:      | is no domain's name
          - daily_revenue_api           | - Daily Revenue              | lower-case letters
          [catalog_api]                 | [catalog_api, catalog_api]   | listed a second time
          [catalog_api]                 | catalog_api                  | expected a list
          latency_p99                   | latency                      | the objective "latency" is not known
          domains:                      | domanes:                     | /domains: is missing
          """)
  void what_is_not_understood_is_refused_with_place_and_expectation(
      String right, String wrong, String message) {
    assertThat(TWO).contains(right);
    assertThatThrownBy(() -> Domains.read(TWO.replace(right, wrong), "domains.yml"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void all_problems_come_at_once_in_the_order_of_lines() {
    String text =
        TWO.replace("15 minutes", "soon").replace("$2,000", "much").replace("PCI-DSS", "[]");
    assertThatThrownBy(() -> Domains.read(text, "domains.yml"))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.position().line())
                    .containsExactly(8, 13, 15));
  }

  @ParameterizedTest
  @CsvSource({
    "500 ms, PT0.5S",
    "15 minutes, PT15M",
    "1 minute, PT1M",
    "900 s, PT15M",
    "1.5 hours, PT1H30M",
    "2 days, PT48H",
    "30min, PT30M"
  })
  void durations_are_understood_in_their_everyday_spellings(String text, Duration expected) {
    assertThat(Slo.of("freshness", text).target()).isEqualTo(new SloTarget.Within(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $2,000      | $2,000
          $2000.50    | $2,000.50
          €1,500      | €1,500
          2,000 EUR   | €2,000
          CHF 10      | CHF 10
          R$5         | R$5
          """)
  void amounts_are_understood_and_printed(String text, String printed) {
    assertThat(Money.of(text)).hasToString(printed);
    assertThat(Money.of(Money.of(text).toString())).isEqualTo(Money.of(text));
  }
}

package dev.datamesh.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.SemanticVersion.Bump;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.ContractGate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContractTest {

  private static final String OLD =
      "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":0}}}";
  private static final String NEW =
      "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":5}}}";

  private static ContractDiff diff(String older, String newer, Comparison comparison) {
    return Contract.read(older, "old").diffTo(Contract.read(newer, "new"), comparison);
  }

  @ParameterizedTest
  @CsvSource({"BACKWARD, BREAKING", "FORWARD, COMPATIBLE", "READERS, COMPATIBLE", "FULL, BREAKING"})
  void theModeSaysWhomToProtect(Mode mode, Verdict verdict) {
    assertThat(diff(OLD, NEW, Comparison.standard().withMode(mode)).verdict()).isEqualTo(verdict);
  }

  @Test
  void aBreakIsProvedByADocumentThatAnotherValidatorConfirms() {
    Witness witness = diff(OLD, NEW, Comparison.standard()).witness().orElseThrow();
    assertThat(witness.json()).isEqualTo("{\"a\":0}");
    assertThat(witness.validUnder()).isEqualTo(Witness.Side.OLD);
    assertThat(witness.check()).isEqualTo(Witness.Check.VERIFIED);
  }

  @Test
  void aChangeThatOtherRulesMakeUpForBreaksNobody() {
    ContractDiff diff =
        diff(
            "{\"type\":\"integer\",\"minimum\":0}",
            "{\"type\":\"integer\",\"exclusiveMinimum\":-1}",
            Comparison.standard().withMode(Mode.FULL));
    assertThat(diff.verdict()).isEqualTo(Verdict.COMPATIBLE);
    assertThat(diff.breaking()).isEmpty();
  }

  @Test
  void anAcceptedBreakIsAWarningUntilItExpires() {
    Acceptance accepted =
        new Acceptance("minimum-raised", "/a", "nobody writes", "ana", LocalDate.of(2024, 2, 29));
    Comparison before =
        Comparison.standard().withAcceptances(List.of(accepted), LocalDate.of(2024, 2, 29));
    Comparison after =
        Comparison.standard().withAcceptances(List.of(accepted), LocalDate.of(2024, 3, 1));
    assertThat(diff(OLD, NEW, before).verdict()).isEqualTo(Verdict.COMPATIBLE);
    assertThat(diff(OLD, NEW, before).warnings().get(0).sentence()).contains("Accepted by ana");
    assertThat(diff(OLD, NEW, after).verdict()).isEqualTo(Verdict.BREAKING);
    assertThat(diff(OLD, NEW, after).breaking().get(0).sentence()).contains("expired");
  }

  @Test
  void acceptedBreaksAreReadWithAllTheirProblems() {
    Node tree =
        DocumentReader.standard()
            .read("- {rule: a, owner: x, expires: soon}\n- {reason: r, expires: 2024-01-01}", "f");
    assertThatThrownBy(() -> Acceptances.read(tree))
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void aRulesSeverityCanBeOverridden() {
    Comparison comparison =
        Comparison.standard().withSeverities(Map.of("minimum-raised", Severity.INFO));
    assertThat(diff(OLD, NEW, comparison).verdict()).isEqualTo(Verdict.COMPATIBLE);
  }

  private static String versioned(String version, String slo, String field) {
    return """
    openapi: 3.0.3
    info: {title: t, version: %s, x-slo: %s, x-tier: gold}
    paths: {/a: {get: {responses: {'200': {description: d, content: {application/json: {schema: {type: object, properties: {%s}}}}}}}}}
    """
        .formatted(version, slo, field);
  }

  @ParameterizedTest(name = "{0} to {1} breaks: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{availability: 99.9%} | {availability: 99%} | true",
        "{availability: 99%} | {availability: 99.9%} | false",
        "{latency_p99: 900} | {latency_p99: 901} | true",
        "{latency_p99: 15 minutes} | {latency_p99: 900} | false",
        "{freshness_max: 1200} | {freshness_max: 600} | false",
        "{accuracy: ±0.5 %} | {accuracy: ±1 %} | true",
        "{availability: 99.9%} | {} | true",
        "{uptime: 99.9%} | {uptime: 99%} | true",
        "{latency: {p50: 100 ms, p99: 900 ms}} | {latency: {p50: 100 ms, p99: 901 ms}} | true",
        "{latency: {p99: 1 s}} | {latency: {p99: 900 ms}} | false"
      })
  void aWeakerPromiseBreaks(String before, String after, boolean breaks) {
    ContractDiff diff =
        diff(
            versioned("1.0.0", before, "a: {}"),
            versioned("1.0.0", after, "a: {}"),
            Comparison.standard());
    assertThat(diff.verdict() == Verdict.BREAKING).isEqualTo(breaks);
  }

  @ParameterizedTest(name = "{0} to {1} breaks: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "x-tier: gold | x-tier: silver | true",
        "x-tier: bronze | x-tier: gold | false",
        "x-rate-limit: {requests_per_minute: 100} | x-rate-limit: {requests_per_minute: 99} | true",
        "x-rate-limit: {requests_per_minute: 100} | x-rate-limit: {requests_per_minute: 200} |"
            + " false",
        "x-rate-limit: 100 per minute | x-rate-limit: 60 per minute | true",
        "x-rate-limit: 100 | x-cost-center: a | true",
        "x-domain: sales | x-domain: ventas | false"
      })
  void aLowerTierOrRateLimitBreaks(String before, String after, boolean breaks) {
    String api = "openapi: 3.0.3\ninfo: {title: t, version: 1.0.0, %s}\npaths: {}\n";
    ContractDiff diff = diff(api.formatted(before), api.formatted(after), Comparison.standard());
    assertThat(diff.verdict() == Verdict.BREAKING).isEqualTo(breaks);
    assertThat(diff.bump() == Bump.MAJOR).isEqualTo(breaks);
  }

  @Test
  void theVersionIsAdvisedAndChecked() {
    ContractDiff safe =
        diff(
            versioned("1.2.3", "{}", "a: {}"),
            versioned("1.2.4", "{}", "a: {}, b: {}"),
            Comparison.standard());
    assertThat(safe.bump()).isEqualTo(Bump.MINOR);
    assertThat(safe.advisedVersion()).contains(SemanticVersion.of(1, 3, 0));
    assertThat(safe.isVersionSufficient()).isFalse();
    ContractDiff early =
        diff(
            versioned("0.2.0", "{}", "a: {type: string}"),
            versioned("0.3.0", "{}", "a: {type: integer}"),
            Comparison.standard());
    assertThat(early.bump()).isEqualTo(Bump.MINOR);
    assertThat(early.isVersionSufficient()).isTrue();
  }

  @Test
  void aHistoryIsComparedStepByStepOrWithAllBefore() {
    List<Contract> versions =
        List.of(
            Contract.read("{\"minimum\":5}", "1"),
            Contract.read("{\"minimum\":3}", "2"),
            Contract.read("{\"minimum\":4}", "3"));
    assertThat(
            ContractHistory.of(versions, Comparison.standard(), ContractHistory.Reach.PREVIOUS)
                .diffs())
        .extracting(ContractDiff::verdict)
        .containsExactly(Verdict.COMPATIBLE, Verdict.BREAKING);
    assertThat(
            ContractHistory.of(versions, Comparison.standard(), ContractHistory.Reach.ALL).diffs())
        .hasSize(3);
  }

  /** A row of a data product. */
  record Row(String region, BigDecimal revenue, int orders, Optional<LocalDate> day) {}

  /** The next version of it. */
  record NextRow(String region, BigDecimal revenue, String orders) {}

  @Test
  void recordsAndSchemasAreContracts() {
    ContractDiff diff = Contract.of(Row.class).diffTo(Contract.of(NextRow.class));
    assertThat(diff.mode()).isEqualTo(Mode.READERS);
    assertThat(diff.breaking())
        .extracting(Finding::rule)
        .containsExactlyInAnyOrder("field-optional-removed", "type-changed");
    assertThat(
            Contract.of(Schema.of("id: int!, name: string"), "a")
                .diffTo(Contract.of(Schema.of("id: int!, name: string, more: double"), "b"))
                .verdict())
        .isEqualTo(Verdict.COMPATIBLE);
  }

  @Test
  void recordsAreValidatedWithPathRuleAndMessage() {
    RecordValidator validator =
        Contract.of(Schema.of("region: enum(EU|NA)!, net: decimal(9,2)!, day: date"), "rows")
            .validator();
    assertThat(
            validator.validate(
                Map.of("region", "EU", "net", new BigDecimal("1.25"), "day", LocalDate.EPOCH)))
        .isEmpty();
    assertThat(validator.validate(Map.of("region", "GB", "net", 0.005)))
        .extracting(Violation::path, Violation::rule)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("/region", "enum"),
            org.assertj.core.groups.Tuple.tuple("/net", "multipleOf"));
  }

  @Test
  void theGateTellsTheCatalogHowFarAVersionMustRise() {
    ContractGate.Answer answer =
        VersionGate.standard()
            .compare(
                ProductId.of("ventas.daily_revenue"),
                new ContractGate.ContractText(
                    SemanticVersion.of(1, 0, 0), versioned("1.0.0", "{}", "a: {type: string}")),
                new ContractGate.ContractText(
                    SemanticVersion.of(1, 1, 0), versioned("1.1.0", "{}", "a: {type: integer}")));
    assertThat(answer.required()).isEqualTo(Bump.MAJOR);
    assertThat(answer.findings()).singleElement().asString().contains("type-changed");
  }

  @ParameterizedTest
  @EnumSource(Rendering.class)
  void everyRenderingNamesTheRuleAndEndsWithALineBreak(Rendering rendering) {
    String report = rendering.render(diff(OLD, NEW, Comparison.standard()));
    assertThat(report).contains("minimum").endsWith("\n");
    if (rendering == Rendering.JSON || rendering == Rendering.SARIF) {
      assertThat(DocumentReader.standard().read(report, "report").kind()).isEqualTo("object");
    }
  }

  @Test
  void renderingsEscapeWhatContractsSay() {
    String odd = "{\"properties\":{\"a<b>&\\\"::%\\u0001\":{\"minimum\":%d}}}";
    ContractDiff diff = diff(odd.replace("%d", "1"), odd.replace("%d", "2"), Comparison.standard());
    assertThat(Rendering.JUNIT.render(diff)).contains("a&lt;b&gt;&amp;&quot;::%?");
    assertThat(Rendering.GITHUB.render(diff).lines()).hasSize(2);
    assertThat(Rendering.MARKDOWN.render(diff)).contains("## new");
    assertThat(Rendering.JSON.render(diff)).contains("\\u0001");
  }

  @Test
  void whatIsNoContractIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> Contract.read("{\"type\":\"strnig\"}", "bad.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bad.json:1:");
    assertThatThrownBy(() -> Contract.read("[1]", "list.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot tell the format");
    assertThatThrownBy(() -> diff("{}", versioned("1.0.0", "{}", "a: {}"), Comparison.standard()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("one is json-schema, the other openapi");
  }
}

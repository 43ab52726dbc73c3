package dev.datamesh.contracts.odcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.Verdict;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OdcsDiffTest {

  private static final String BASE =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: orders
      version: 1.2.0
      status: active
      schema:
        - name: orders
          properties:
            - {name: id, logicalType: integer, physicalType: INT, primaryKey: true, primaryKeyPosition: 1, required: true}
            - {name: amount, logicalType: number, physicalType: "decimal(10,2)", required: true}
            - name: state
              logicalType: string
              physicalType: varchar(10)
              logicalTypeOptions: {maxLength: 10}
              quality:
                - {metric: nullValues, mustBeLessThan: 5, unit: percent}
            - {name: note, logicalType: string}
      slaProperties:
        - {property: latency, value: 4, unit: h}
        - {property: retention, value: 3, unit: y}
        - {property: frequency, value: 1, unit: d}
        - {property: endOfLife, value: "2030-12-31"}
      """;

  private static ContractDiff diff(String from, String to, Comparison comparison) {
    assertThat(BASE).contains(from);
    return Contract.read(BASE, "old.yaml")
        .diffTo(Contract.read(BASE.replace(from, to), "new.yaml"), comparison);
  }

  @ParameterizedTest(name = "{0} -> {1}: {2} readers {3} backward {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "physicalType: INT, | physicalType: BIGINT, | type-widened | COMPATIBLE | COMPATIBLE",
        "decimal(10,2) | decimal(12,2) | type-widened | COMPATIBLE | COMPATIBLE",
        "decimal(10,2) | decimal(12,4) | type-changed | BREAKING | BREAKING",
        "decimal(10,2) | decimal(8,2) | type-narrowed | COMPATIBLE | BREAKING",
        "varchar(10) | text | type-widened | COMPATIBLE | COMPATIBLE",
        "'integer, physicalType: INT' | 'string, physicalType: INT' | type-changed | BREAKING |"
            + " BREAKING",
        "'{name: note, logicalType: string}' | '{name: note, logicalType: string, required: true}'"
            + " | made-required | COMPATIBLE | BREAKING",
        "'\"decimal(10,2)\", required: true' | '\"decimal(10,2)\"' | made-optional | BREAKING |"
            + " COMPATIBLE",
        "'- {name: note, logicalType: string}' | '' | column-removed | BREAKING | BREAKING",
        "name: note, | name: remark, | column-renamed | BREAKING | BREAKING",
        "'maxLength: 10' | 'maxLength: 5' | rule-narrowed | COMPATIBLE | BREAKING",
        "'maxLength: 10' | 'maxLength: 20' | rule-widened | BREAKING | COMPATIBLE",
        "mustBeLessThan: 5 | mustBeLessThan: 8 | quality-relaxed | BREAKING | BREAKING",
        "mustBeLessThan: 5 | mustBeLessThan: 2 | quality-tightened | COMPATIBLE | COMPATIBLE",
        "'value: 4, unit: h' | 'value: 300, unit: min' | promise-weakened | BREAKING | BREAKING",
        "'value: 4, unit: h' | 'value: 240, unit: min' | '' | COMPATIBLE | COMPATIBLE",
        "'value: 3, unit: y' | 'value: 1, unit: y' | promise-weakened | BREAKING | BREAKING",
        "'value: 1, unit: d' | 'value: 2, unit: d' | promise-weakened | BREAKING | BREAKING",
        "2030-12-31 | 2029-12-31 | promise-weakened | BREAKING | BREAKING",
        "2030-12-31 | 2031-12-31 | promise-strengthened | COMPATIBLE | COMPATIBLE",
        "name: orders\\n | name: bills\\n | table-removed | BREAKING | BREAKING",
        "primaryKeyPosition: 1, | '' | '' | COMPATIBLE | COMPATIBLE",
        "'primaryKey: true, primaryKeyPosition: 1, ' | '' | primary-key-changed | BREAKING |"
            + " BREAKING"
      })
  void tablesAreComparedByTheirRules(
      String from, String to, String rule, Verdict readers, Verdict backward) {
    String before = from.replace("\\n", "\n");
    String after = to == null ? "" : to.replace("\\n", "\n");
    ContractDiff diff =
        diff(
            before,
            after,
            Comparison.standard().withMode(Mode.READERS).withProfile(Profile.STRICT));
    ContractDiff back =
        diff(
            before,
            after,
            Comparison.standard().withMode(Mode.BACKWARD).withProfile(Profile.STRICT));

    if (rule == null || rule.isEmpty()) {
      assertThat(diff.findings()).isEmpty();
    } else {
      assertThat(diff.findings()).extracting(Finding::rule).contains(rule);
    }
    assertThat(diff.verdict()).as(diff.explain()).isEqualTo(readers);
    assertThat(back.verdict()).as(back.explain()).isEqualTo(backward);
  }

  @Test
  void aRequiredColumnBreaksStoredRowsAndAnOptionalOneNobody() {
    String note = "- {name: note, logicalType: string}";
    Comparison backward = Comparison.standard().withMode(Mode.BACKWARD);

    assertThat(
            diff(
                    note,
                    note + "\n      - {name: vat, logicalType: number, required: true}",
                    backward)
                .breaking())
        .extracting(Finding::rule)
        .containsExactly("required-column-added");
    ContractDiff optional =
        diff(note, note + "\n      - {name: vat, logicalType: number}", backward);
    assertThat(optional.verdict()).isEqualTo(Verdict.COMPATIBLE);
    assertThat(optional.bump()).hasToString("MINOR");
    assertThat(optional.findings().get(0).place().position().line()).isEqualTo(18);
  }

  @Test
  void enumValuesBreakReadersOrStoredRows() {
    String yaml =
        BASE.replace("v3.1.0", "v3.2.0")
            .replace("name: note, ", "name: note, enum: [{value: a}, {value: b}], ");
    Contract old = Contract.read(yaml, "old");
    Contract more = Contract.read(yaml.replace("{value: b}", "{value: b}, {value: c}"), "more");

    assertThat(old.diffTo(more).breaking())
        .extracting(Finding::rule)
        .containsExactly("enum-value-added");
    assertThat(more.diffTo(old).verdict()).isEqualTo(Verdict.COMPATIBLE);
    assertThat(more.diffTo(old, Comparison.standard().withMode(Mode.BACKWARD)).breaking())
        .extracting(Finding::rule)
        .containsExactly("enum-value-removed");
  }

  @Test
  void aDeprecatedColumnMayGoAtItsSunset() {
    String announced =
        BASE.replace(
            "{name: note, logicalType: string}",
            "{name: note, logicalType: string, customProperties: [{property: deprecated, value:"
                + " true}, {property: sunset, value: \"2026-06-30\"}]}");
    Contract before = Contract.read(announced, "old");
    Contract after =
        Contract.read(BASE.replace("      - {name: note, logicalType: string}\n", ""), "new");

    assertThat(before.diffTo(after, Comparison.standard().on(LocalDate.of(2026, 6, 29))).breaking())
        .extracting(Finding::rule)
        .containsExactly("column-removed-before-sunset");
    assertThat(before.diffTo(after, Comparison.standard().on(LocalDate.of(2026, 6, 30))).verdict())
        .isEqualTo(Verdict.COMPATIBLE);
    assertThat(Contract.read(BASE, "x").diffTo(before).findings())
        .extracting(Finding::rule)
        .containsExactly("column-deprecated");
  }

  @Test
  void retiringBeforeTheEndOfLifeIsRefused() {
    Comparison early = Comparison.standard().on(LocalDate.of(2030, 12, 30));

    assertThat(diff("status: active", "status: retired", early).breaking())
        .extracting(Finding::rule)
        .containsExactly("retired-before-end-of-life");
    assertThat(
            diff(
                    "status: active",
                    "status: retired",
                    Comparison.standard().on(LocalDate.of(2030, 12, 31)))
                .verdict())
        .isEqualTo(Verdict.COMPATIBLE);
  }

  @Test
  void variablesAreReplacedBeforeTheContractIsChecked() {
    String yaml =
        BASE.replace(
            "id: orders",
            "id: ${ID:-orders}\n"
                + "servers:\n"
                + "  - {server: s, type: mysql, host: \"${HOST}\", port: \"${PORT}\", database:"
                + " d}");

    OdcsContract contract = OdcsContract.read(yaml, "c.yaml", Map.of("HOST", "db", "PORT", "3306"));
    assertThat(contract.id()).isEqualTo("orders");
    assertThat(contract.toYaml()).contains("port: 3306");
    assertThatThrownBy(() -> OdcsContract.read(yaml, "c.yaml", Map.of("HOST", "x", "PORT", "many")))
        .hasMessageContaining("/servers/0/port: expected a whole number");
    assertThatThrownBy(() -> OdcsContract.read(yaml, "c.yaml", Map.of("PORT", "1")))
        .hasMessageContaining("the variable ${HOST} has no value");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'maxLength: 10' | 'maxLength: 10, minLength: 11' | minLength 11 is above maxLength 10",
        "name: note | name: state | the name \"state\" is there twice",
        "mustBeLessThan: 5 | 'mustBeBetween: [5, 2]' | the lower bound 5 is not below",
        "mustBeLessThan: 5 | 'mustBeLessThan: 5, mustBe: 1' | expected exactly one comparison",
        "'2030-12-31' | 'some day' | expected a date",
        "kind: DataContract | kind: Contract | expected one of [DataContract]",
        "status: active | state: active | the key \"state\" is not known here",
        "v3.1.0 | v2.2.2 | expected a version from v3.0.0 on"
      })
  void whatTheProseForbidsIsRefusedWithItsPlace(String from, String to, String message) {
    String yaml = BASE.replace(from, to);
    assertThat(
            OdcsContract.problemsOf(
                dev.datamesh.core.document.DocumentReader.standard().read(yaml, "c.yaml")))
        .anySatisfy(
            problem -> {
              assertThat(problem.toString()).contains(message);
              assertThat(problem.position().isKnown()).isTrue();
            });
  }

  @Test
  void everyReportedRuleHasAPlace() {
    for (Finding finding : diff("decimal(10,2)", "text", Comparison.standard()).findings()) {
      assertThat(List.of(finding.older(), finding.newer()))
          .allMatch(place -> place.position().line() == 10);
    }
  }
}

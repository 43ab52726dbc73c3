package dev.datamesh.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The list of safe and breaking changes of data products, a line a case, as API and as schema. */
class UsersListTest {

  @Test
  void everyLineOfTheListHoldsForResponsesAndForSchemas() throws IOException {
    List<String> lines;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(UsersListTest.class.getResourceAsStream("users-list.txt")),
                StandardCharsets.UTF_8))) {
      lines = reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
    assertThat(lines).hasSize(8);
    for (String line : lines) {
      String[] cells = line.split("\\s*\\|\\s*", -1);
      for (boolean api : new boolean[] {true, false}) {
        ContractDiff diff =
            Contract.read(document(cells[1], api), "old")
                .diffTo(
                    Contract.read(document(cells[2], api), "new"),
                    Comparison.standard().withProfile(Profile.DATA_PRODUCT));
        assertThat(diff.verdict()).as("%s, %s", line, diff).hasToString(cells[3]);
        assertThat(diff.findings()).as(line).extracting(Finding::rule).contains(cells[4]);
        assertThat(diff.bump().name())
            .as(line)
            .isEqualTo(cells[3].equals("BREAKING") ? "MAJOR" : "MINOR");
      }
    }
  }

  private static String document(String field, boolean api) {
    String bare = field.replace(" (required)", "");
    String required =
        field.equals(bare) ? "[id]" : "[id, " + bare.substring(0, bare.indexOf(':')) + "]";
    String schema =
        "type: object, required: %s, properties: {id: {type: string}%s}"
            .formatted(required, bare.equals("-") ? "" : ", " + bare);
    return api
        ? """
        openapi: 3.0.3
        info: {title: Revenue, version: 1.0.0, x-domain: ventas}
        paths:
          /revenue:
            get:
              responses:
                '200':
                  description: ok
                  content: {application/json: {schema: %s}}
        """
            .formatted("{" + schema + "}")
        : schema.replaceAll("(object|\\]), ", "$1\n");
  }

  @Test
  void aRenameIsShownWithItsOldName() {
    Finding renamed =
        Contract.read(document("total: {type: number}", true), "old")
            .diffTo(Contract.read(document("revenue_gross: {type: number}", true), "new"))
            .breaking()
            .get(0);
    assertThat(renamed.rule()).isEqualTo("field-renamed");
    assertThat(renamed.oldValue()).isEqualTo("total");
    assertThat(renamed.newValue()).isEqualTo("revenue_gross");
    assertThat(renamed.older().position().line()).isPositive();
    assertThat(renamed.newer().pointer()).endsWith("/properties/revenue_gross");
  }
}

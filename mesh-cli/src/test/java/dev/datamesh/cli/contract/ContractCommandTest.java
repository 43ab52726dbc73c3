package dev.datamesh.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.cli.Mesh;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractCommandTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void files() throws IOException {
    write("old.json", "{\"type\":\"integer\",\"minimum\":0}");
    write("wide.json", "{\"type\":\"integer\"}");
    write("narrow.json", "{\"type\":\"integer\",\"minimum\":5}");
    write("lost.json", "{\"$ref\":\"http://192.0.2.1/x\"}");
    write("broken.json", "{\"type\":7}");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private int run(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (words[i].endsWith(".json") || words[i].endsWith(".jsonl") || words[i].endsWith(".yml")) {
        words[i] = folder.resolve(words[i]).toString();
      }
    }
    return Mesh.run(words, new PrintWriter(out), new PrintWriter(err));
  }

  @Test
  void diffAnswersByItsExitCode() {
    assertThat(run("contract", "diff", "old.json", "wide.json")).isZero();
    assertThat(run("contract", "diff", "old.json", "narrow.json")).isEqualTo(1);
    assertThat(run("contract", "diff", "old.json", "broken.json")).isEqualTo(2);
    assertThat(run("contract", "diff", "old.json", "lost.json")).isEqualTo(3);
    assertThat(out.toString()).startsWith("mode backward, profile strict");
    assertThat(err.toString()).contains("expected one of the seven types");
  }

  @Test
  void diffPrintsOneObjectOrOneLine() {
    assertThat(run("contract", "diff", "old.json", "narrow.json", "--json")).isEqualTo(1);
    assertThat(out.toString()).startsWith("{").contains("\"witness\":0").contains("minimum-raised");
    out.getBuffer().setLength(0);
    assertThat(
            run("contract", "diff", "old.json", "narrow.json", "--summary", "--fail-on", "never"))
        .isZero();
    assertThat(out.toString().lines()).hasSize(1);
  }

  @Test
  void acceptedBreaksExpireOnTheDayGiven() throws IOException {
    write(
        "accepted.yml",
        "- {rule: minimum-raised, reason: agreed, owner: ana, expires: \"2024-07-15\"}");
    assertThat(
            run(
                "contract",
                "diff",
                "old.json",
                "narrow.json",
                "--accept",
                "accepted.yml",
                "--on",
                "2024-07-15"))
        .isZero();
    assertThat(
            run(
                "contract",
                "diff",
                "old.json",
                "narrow.json",
                "--accept",
                "accepted.yml",
                "--on",
                "2024-07-16"))
        .isEqualTo(1);
  }

  @Test
  void historyAndCheckAreGates() {
    assertThat(run("contract", "history", "narrow.json", "old.json", "wide.json")).isZero();
    assertThat(run("contract", "history", "wide.json", "old.json", "--transitive")).isEqualTo(1);
    assertThat(run("contract", "check", "old.json")).isZero();
    assertThat(run("contract", "check", "narrow.json", "--against", "old.json")).isEqualTo(1);
  }

  @Test
  void checkCasesAnswersALineForALine() throws IOException {
    write(
        "cases.jsonl",
        """
        {"id":"a","format":"json-schema","mode":"backward","old":{"const":1},"new":{"type":"integer"}}
        {"id":"b","old":"{\\"type\\":\\"integer\\"}","new":{"minimum":3}}
        {"id":7,"profile":"nobody","old":{},"new":{}}
        """);
    assertThat(run("contract", "check-cases", "cases.jsonl")).isZero();
    assertThat(out.toString().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("{\"id\":\"a\",\"verdict\":\"COMPATIBLE\""),
            line ->
                assertThat(line)
                    .startsWith("{\"id\":\"b\",\"verdict\":\"BREAKING\"")
                    .contains("\"witness\":0")
                    .contains("\"bump\":\"MAJOR\""),
            line -> assertThat(line).contains("\"id\":7").contains("Cannot find the profile"));
  }
}

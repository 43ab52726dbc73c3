package dev.datamesh.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.cli.Mesh;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatCommandsTest {

  @TempDir Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Mesh.run(args, new PrintWriter(out), new PrintWriter(err));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static final String AVRO =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}";

  @Test
  void convertWritesOtherFormatsAndListsLosses() throws IOException {
    String avro = file("order.avsc", AVRO);

    assertThat(run("contract", "convert", avro, "--to", "odcs")).isZero();
    assertThat(out.toString()).contains("kind: DataContract").contains("name: Order");
    assertThat(run("contract", "convert", avro, "--to", "protobuf")).isZero();
    assertThat(out.toString()).contains("int64 id = 1;");
    String schema =
        file(
            "s.json",
            "{\"title\":\"t\",\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":1}}}");
    assertThat(run("contract", "convert", schema, "--to", "core", "--strict")).isEqualTo(1);
    assertThat(out.toString()).contains("t: a: int64");
    assertThat(err.toString()).contains("lost: t/a: the rule minimum 1");
  }

  @Test
  void changelogAndGuideTellWhatChanged() throws IOException {
    String before = file("v1.avsc", AVRO);
    String after = file("v2.avsc", AVRO.replace("\"long\"", "\"string\""));

    assertThat(run("contract", "changelog", before, after)).isZero();
    assertThat(out.toString()).contains("### Breaking").contains("type mismatch");
    assertThat(run("contract", "guide", before, after)).isZero();
    assertThat(out.toString())
        .contains("# Migration guide")
        .contains("### 1. `/fields/0/type`")
        .contains("is valid in the old version and not in the new one")
        .contains("{\"id\": 9000000000}");
  }

  @Test
  void sunsetPrintsTimelineHeadersAndChecklist() {
    String[] words = {
      "contract",
      "sunset",
      "ventas.daily_revenue_api",
      "--from",
      "2.1.0",
      "--to",
      "3.0.0",
      "--announced",
      "2026-01-15",
      "--consumer",
      "finanzas=f@example.com",
      "--on",
      "2026-03-01",
      "--successor",
      "https://api.example.com/v3"
    };

    assertThat(run(words)).isZero();
    assertThat(out.toString())
        .contains("2026-08-07 REMIND finanzas")
        .contains("Deprecation: @1771027200")
        .contains("Sunset: Fri, 14 Aug 2026 00:00:00 GMT")
        .contains("- [ ] Remove 2.1.0 on 2026-08-14");
    String[] remove = java.util.Arrays.copyOf(words, words.length + 1);
    remove[words.length] = "--remove";
    assertThat(run(remove)).isEqualTo(1);
    assertThat(out.toString()).contains("Cannot remove ventas.daily_revenue_api 2.1.0 before");
  }

  @Test
  void checkCasesAcceptsAvroProtobufAndOdcs() throws IOException {
    String cases =
        file(
            "cases.jsonl",
            "{\"id\":\"a\",\"format\":\"avro\",\"profile\":\"avro\",\"old\":\"int\",\"new\":\"string\"}\n"
                + "{\"id\":\"p\",\"format\":\"protobuf\",\"profile\":\"buf-file\",\"old\":{\"a.proto\":\"syntax"
                + " = \\\"proto3\\\";\\n"
                + "message A {\\n"
                + "  int32 x = 1;\\n"
                + "}\"},\"new\":{\"a.proto\":\"syntax = \\\"proto3\\\";\\n"
                + "message A {\\n"
                + "  string x = 1;\\n"
                + "}\"}}\n"
                + "{\"id\":\"o\",\"format\":\"odcs\",\"old\":{\"apiVersion\":\"v3.1.0\",\"kind\":\"DataContract\",\"id\":\"i\",\"version\":\"1.0.0\",\"status\":\"active\"},\"new\":{\"apiVersion\":\"v3.1.0\",\"kind\":\"DataContract\",\"id\":\"i\",\"version\":\"1.0.0\",\"status\":\"active\"}}\n");

    assertThat(run("contract", "check-cases", cases)).isZero();
    assertThat(out.toString().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"BREAKING\"").contains("TYPE_MISMATCH"),
            line ->
                assertThat(line)
                    .contains("FIELD_SAME_TYPE")
                    .contains("\"new\":{\"file\":\"a.proto\",\"line\":3,\"column\":3}"),
            line -> assertThat(line).contains("\"COMPATIBLE\""));
  }
}

package dev.datamesh.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Formats;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtobufDiffTest {

  private static Contract order(String body) {
    return Contract.read(
        """
        syntax = "proto3";
        package shop;
        message Order {
          int64 id = 1;
          %s
        }
        """
            .formatted(body),
        "order.proto");
  }

  private static ContractDiff diff(String before, String after, String profile) {
    return order(before)
        .diffTo(order(after), Comparison.standard().withProfile(Formats.profile(profile)));
  }

  @ParameterizedTest(name = "{0} -> {1}: wire {2}, json {3}, file {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "int32 a = 2; | int64 a = 2; | COMPATIBLE | BREAKING | BREAKING",
        "int32 a = 2; | uint32 a = 2; | COMPATIBLE | COMPATIBLE | BREAKING",
        "int32 a = 2; | sint32 a = 2; | BREAKING | BREAKING | BREAKING",
        "string a = 2; | bytes a = 2; | COMPATIBLE | BREAKING | BREAKING",
        "bytes a = 2; | string a = 2; | BREAKING | BREAKING | BREAKING",
        "int32 a = 2; | int32 b = 2; | COMPATIBLE | BREAKING | BREAKING",
        "int32 a = 2; | reserved 2; | COMPATIBLE | BREAKING | BREAKING",
        "int32 a = 2; | reserved 2; reserved \"a\"; | COMPATIBLE | COMPATIBLE | BREAKING",
        "int32 a = 2; | '' | BREAKING | BREAKING | BREAKING",
        "int32 a = 2; | int32 a = 2; int32 b = 3; | COMPATIBLE | COMPATIBLE | COMPATIBLE",
        "int32 a = 2; | oneof o { int32 a = 2; } | BREAKING | BREAKING | BREAKING",
        "int32 a = 2; | repeated int32 a = 2; | BREAKING | BREAKING | BREAKING",
        "int32 a = 2; | optional int32 a = 2; | COMPATIBLE | COMPATIBLE | BREAKING"
      })
  void profilesAreThoseOfBuf(
      String before, String after, Verdict wire, Verdict json, Verdict file) {
    assertThat(diff(before, after, "buf-wire").verdict()).isEqualTo(wire);
    assertThat(diff(before, after, "buf-wire-json").verdict()).isEqualTo(json);
    assertThat(diff(before, after, "buf-file").verdict()).isEqualTo(file);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"BACKWARD", "FORWARD", "FULL"})
  void anAddedFieldIsSafeBothWays(Mode mode) {
    assertThat(
            order("")
                .diffTo(order("string note = 2;"), Comparison.standard().withMode(mode))
                .verdict())
        .isEqualTo(Verdict.COMPATIBLE);
  }

  @Test
  void oldReadersCannotReadWhatChangedTheOtherWay() {
    Comparison forward = Comparison.standard().withMode(Mode.FORWARD);

    assertThat(order("string a = 2;").diffTo(order("bytes a = 2;"), forward).verdict())
        .isEqualTo(Verdict.BREAKING);
    assertThat(order("bytes a = 2;").diffTo(order("string a = 2;"), forward).verdict())
        .isEqualTo(Verdict.COMPATIBLE);
  }

  @Test
  void severalFilesAreOneContractAndFindingsNameTheirFile() {
    String files =
        "{\"a.proto\": \"syntax = \\\"proto3\\\";\\n"
            + "import \\\"b.proto\\\";\\n"
            + "message A {\\n"
            + "  B b = 1;\\n"
            + "}\\n"
            + "\", \"b.proto\": \"syntax = \\\"proto3\\\";\\n"
            + "message B {\\n"
            + "  int32 x = 1;\\n"
            + "}\\n"
            + "\"}";
    ContractDiff diff =
        Contract.read(files, "old")
            .diffTo(Contract.read(files.replace("int32 x", "string x"), "new"));

    Finding finding = diff.breaking().get(0);
    assertThat(finding.rule()).isEqualTo("FIELD_WIRE_COMPATIBLE_TYPE");
    assertThat(finding.newer().position()).hasToString("b.proto:3:3");
  }

  @Test
  void aSyntaxErrorIsReportedWithItsPlace() {
    assertThatThrownBy(() -> order("int32 = 2;"))
        .hasMessageContaining("order.proto:5:")
        .hasMessageContaining("Cannot read");
  }
}

package dev.datamesh.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MeshTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpListsEverySubcommandWithOneLine() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Usage: mesh").contains("lineage").contains("Exit codes");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void versionIsPrinted() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("mesh ");
  }

  @Test
  void nothingAskedIsUsageAndCodeTwo() {
    assertThat(run()).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("Usage: mesh");
  }

  @Test
  void anUnknownCommandIsOneLineAndCodeTwo() {
    assertThat(run("lineag")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("lineag");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anUnknownOptionIsOneLineAndCodeTwo() {
    assertThat(run("lineage", "downstream", "a", "--edges", "e.csv", "--dpeth", "2"))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("--dpeth");
  }

  @Test
  void aMissingFileIsOneLineAndCodeTwoAndDebugShowsWhere() {
    assertThat(run("lineage", "downstream", "a", "--edges", "missing.csv"))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("missing.csv");

    assertThat(run("lineage", "downstream", "a", "--edges", "missing.csv", "--debug"))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("\tat dev.datamesh");
  }

  private int run(String... args) {
    return Mesh.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}

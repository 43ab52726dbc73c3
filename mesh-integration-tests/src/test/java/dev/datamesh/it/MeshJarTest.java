package dev.datamesh.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as users start it: one jar, nothing beside it. */
class MeshJarTest {

  private static final String EDGES =
      """
      source,target,type,confidence,transformation
      raw,orders,direct,1.0,
      orders,revenue,aggregated,0.9,sum
      orders,shipments,derived,,
      revenue,board,direct,1.0,
      """;

  @TempDir Path folder;

  @Test
  void tellsItsVersion() throws Exception {
    ChildJvm.Result result = mesh("--version");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out().strip()).isEqualTo("mesh " + System.getProperty("mesh.version"));
  }

  @Test
  void everySubcommandOfTheHelpHasAHelpOfItsOwn() throws Exception {
    for (String command : List.of("contract", "domains", "features", "lineage")) {
      ChildJvm.Result result = mesh(command, "--help");
      assertThat(result.exitCode()).as(command).isZero();
      assertThat(result.out()).contains("Usage: mesh " + command);
    }
  }

  @Test
  void answersDownstreamWithExactHopsAsJson() throws Exception {
    Files.writeString(folder.resolve("edges.csv"), EDGES);

    ChildJvm.Result result =
        mesh("lineage", "downstream", "raw", "--edges", "edges.csv", "--depth", "2", "--json");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("\"root\"")
        .contains("\"orders\"")
        .contains("\"revenue\"")
        .contains("\"shipments\"")
        .doesNotContain("\"board\"");
  }

  @Test
  void aBreakingContractIsExitCodeOne() throws Exception {
    Files.writeString(
        folder.resolve("old.json"),
        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"integer\"}}}");
    Files.writeString(
        folder.resolve("new.json"),
        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\"}}}");

    assertThat(mesh("contract", "diff", "old.json", "new.json").exitCode()).isEqualTo(1);
    assertThat(mesh("contract", "diff", "old.json", "old.json").exitCode()).isZero();
    assertThat(mesh("contract", "diff", "old.json", "none.json").exitCode()).isEqualTo(2);
  }

  private ChildJvm.Result mesh(String... words) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("-jar", BuiltJars.module("mesh-cli").resolve("target/mesh.jar").toString()));
    arguments.addAll(List.of(words));
    return ChildJvm.run(arguments, folder);
  }
}

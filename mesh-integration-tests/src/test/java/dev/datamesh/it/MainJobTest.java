package dev.datamesh.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job as a process: what it tells its caller when its input cannot be used, and what is
 * left when it is killed.
 */
class MainJobTest {

  @TempDir Path folder;

  @Test
  void aMissingFileIsOneLineOnStandardErrorAndExitCodeTwo() throws Exception {
    assertUnusable("none.csv.gz");
  }

  @Test
  void aFileThatIsNoGzipIsOneLineOnStandardErrorAndExitCodeTwo() throws Exception {
    Files.writeString(folder.resolve("plain.csv.gz"), "invoice_no,stock_code\n1,2\n");
    assertUnusable("plain.csv.gz");
  }

  @Test
  void aFileWithAWrongColumnIsOneLineOnStandardErrorAndExitCodeTwo() throws Exception {
    Files.writeString(folder.resolve("wrong.csv"), "invoice,stock_code\n1,2\n");
    assertUnusable("wrong.csv");
  }

  @Test
  void killedAtAnyStepItCanBeStartedAgainOnItsDataFolder() throws Exception {
    for (int step = 1; step <= 8; step++) {
      killWhenStepBegins(step);
    }

    ChildJvm.Result result = ChildJvm.run(mainJob());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("8. Incident", "Done in");
  }

  private void killWhenStepBegins(int step) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(mainJob());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      while (line != null && !line.startsWith(step + ". ")) {
        line = out.readLine();
      }
      assertThat(line).as("the line that begins step %d", step).isNotNull();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private void assertUnusable(String file) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-Dretail=" + folder.resolve(file)));
    arguments.addAll(mainJob());
    ChildJvm.Result result = ChildJvm.run(arguments);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(1).first().asString().contains(file);
    assertThat(result.err()).doesNotContain("\tat ");
  }

  private List<String> mainJob() {
    List<Path> classPath = new ArrayList<>(BuiltJars.runtimeClassPath("mesh-examples"));
    classPath.add(BuiltJars.jar("mesh-examples"));
    return List.of(
        "-Dresults=" + folder.resolve("results"),
        "-cp",
        ChildJvm.path(classPath),
        "dev.datamesh.examples.marketplace.Marketplace");
  }
}

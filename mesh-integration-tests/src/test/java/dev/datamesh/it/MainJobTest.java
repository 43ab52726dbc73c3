package dev.datamesh.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job as a process: what it tells its caller when its input cannot be used. */
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

  private void assertUnusable(String file) throws Exception {
    List<Path> classPath = new ArrayList<>(BuiltJars.runtimeClassPath("mesh-examples"));
    classPath.add(BuiltJars.jar("mesh-examples"));
    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                "-Dretail=" + folder.resolve(file),
                "-Dresults=" + folder.resolve("results"),
                "-cp",
                ChildJvm.path(classPath),
                "dev.datamesh.examples.marketplace.Marketplace"));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(1).first().asString().contains(file);
    assertThat(result.err()).doesNotContain("\tat ");
  }
}

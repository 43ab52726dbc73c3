package dev.datamesh.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Each library jar beside hosts of several kinds. A probe is a small program, {@code
 * probes/<wing>/Probe.java}, that uses the wing's door and prints {@code ok}.
 */
class LibraryJarsTest {

  private static final List<String> WINGS = List.of("core", "lineage", "contracts", "featurestore");

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource("WINGS")
  void worksOnTheClassPath(String wing) throws Exception {
    assertProbeRunsOnTheClassPath(wing, jars(wing));
  }

  @ParameterizedTest
  @FieldSource("WINGS")
  void worksOnTheModulePath(String wing) throws Exception {
    Path source = probe(wing);
    Path moduleInfo = folder.resolve("module-info.java");
    Files.writeString(moduleInfo, "module probe { requires dev.datamesh." + wing + "; }");
    String modulePath = ChildJvm.path(jars(wing));
    Path classes = folder.resolve("classes");
    compile("-p", modulePath, "-d", classes.toString(), moduleInfo.toString(), source.toString());

    assertOk(
        ChildJvm.run(
            List.of(
                "-p",
                modulePath + java.io.File.pathSeparator + classes,
                "-m",
                "probe/probe.Probe")));
  }

  @ParameterizedTest
  @FieldSource("WINGS")
  void worksBesideAHostThatPinsJackson215(String wing) throws Exception {
    List<Path> jars =
        jars(wing).stream()
            .filter(jar -> !BuiltJars.artifact(jar).startsWith("jackson-"))
            .collect(Collectors.toCollection(ArrayList::new));
    jars.addAll(hostJars("jackson-2.15"));

    assertProbeRunsOnTheClassPath(wing, jars);
  }

  @ParameterizedTest
  @FieldSource("WINGS")
  void worksBesideAHostThatBringsJackson3(String wing) throws Exception {
    List<Path> jars =
        jars(wing).stream()
            .filter(jar -> !BuiltJars.artifact(jar).equals("jackson-annotations"))
            .collect(Collectors.toCollection(ArrayList::new));
    jars.addAll(hostJars("jackson-3"));

    assertProbeRunsOnTheClassPath(wing, jars);
  }

  @Test
  void noJarBringsAnExpressionLanguageSoTheProbesProveThatNoneIsNeeded() {
    for (String wing : WINGS) {
      assertThat(jars(wing).stream().map(BuiltJars::artifact))
          .noneMatch(artifact -> artifact.contains("expressly") || artifact.contains(".el"));
    }
  }

  @ParameterizedTest
  @FieldSource("WINGS")
  void bringsExactlyTheDependenciesOfTheDesign(String wing) throws Exception {
    List<String> expected =
        Stream.of(resource("dependencies/mesh-" + wing + ".txt").split("\n"))
            .map(String::strip)
            .sorted()
            .toList();

    assertThat(
            BuiltJars.runtimeClassPath("mesh-" + wing).stream().map(BuiltJars::artifact).sorted())
        .isEqualTo(expected);
  }

  @Test
  void theBomNamesEveryPublishedJarInThisVersion() throws IOException {
    String bom = Files.readString(BuiltJars.root().resolve("mesh-bom/pom.xml"));
    Stream<String> published =
        Stream.concat(
            Stream.of(
                "mesh-core",
                "mesh-lineage",
                "mesh-contracts",
                "mesh-featurestore",
                "mesh-testkit",
                "mesh-cli"),
            BuiltJars.connectors().stream().map(module -> module.getFileName().toString()));

    assertThat(bom).contains("<version>" + System.getProperty("mesh.version") + "</version>");
    assertThat(published)
        .allSatisfy(module -> assertThat(bom).contains("<artifactId>" + module + "</artifactId>"));
  }

  private void assertProbeRunsOnTheClassPath(String wing, List<Path> jars) throws Exception {
    Path classes = folder.resolve("classes");
    compile("-cp", ChildJvm.path(jars), "-d", classes.toString(), probe(wing).toString());
    List<Path> classPath = new ArrayList<>(jars);
    classPath.add(classes);

    assertOk(ChildJvm.run(List.of("-cp", ChildJvm.path(classPath), "probe.Probe")));
  }

  private static void assertOk(ChildJvm.Result result) {
    assertThat(result.out().strip()).as("standard error: %s", result.err()).isEqualTo("ok");
    assertThat(result.exitCode()).isZero();
  }

  private static List<Path> jars(String wing) {
    String module = "mesh-" + wing.toLowerCase(Locale.ROOT);
    return Stream.concat(
            Stream.of(BuiltJars.jar(module)), BuiltJars.runtimeClassPath(module).stream())
        .toList();
  }

  private static List<Path> hostJars(String host) throws IOException {
    try (Stream<Path> files =
        Files.list(BuiltJars.module("mesh-integration-tests").resolve("target/hosts/" + host))) {
      return files.sorted().toList();
    }
  }

  private Path probe(String wing) throws IOException {
    Path source = Files.createDirectories(folder.resolve("probe")).resolve("Probe.java");
    Files.writeString(source, resource("probes/" + wing + "/Probe.java"));
    return source;
  }

  private static void compile(String... arguments) {
    int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments);
    assertThat(result).as("javac").isZero();
  }

  private static String resource(String name) throws IOException {
    try (var in = LibraryJarsTest.class.getResourceAsStream("/" + name)) {
      return new String(
          java.util.Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

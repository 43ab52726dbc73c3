package dev.datamesh.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the build put its jars, and what each brings along. */
final class BuiltJars {

  private static final Path ROOT = Path.of(System.getProperty("mesh.root"));
  private static final String VERSION = System.getProperty("mesh.version");

  private BuiltJars() {}

  static Path root() {
    return ROOT;
  }

  static Path module(String name) {
    return ROOT.resolve(name);
  }

  /** The folders of the connectors. */
  static List<Path> connectors() {
    Path folder = ROOT.resolve("mesh-connectors");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> modules = Files.list(folder)) {
      return modules.filter(module -> Files.exists(module.resolve("pom.xml"))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path jar(String module) {
    return module(module).resolve("target/" + module + "-" + VERSION + ".jar");
  }

  /** The jars that a module needs at run time, in class path order, its own not among them. */
  static List<Path> runtimeClassPath(String module) {
    try {
      String text =
          Files.readString(module(module).resolve("target/runtime-classpath.txt")).strip();
      return text.isEmpty() ? List.of() : Stream.of(text.split("\\|")).map(Path::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The artifact's name of a jar in a repository or a target folder, its version cut off. */
  static String artifact(Path jar) {
    return jar.getFileName().toString().replaceFirst("-\\d.*\\.jar$", "");
  }
}

package dev.datamesh.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of peers' corpora and data sets that lies beside a checkout, or where {@code
 * -Dmesh.shared} says. Tests over it run where it is present.
 */
public final class SharedFolder {

  private SharedFolder() {}

  /** The file or folder at this path below the shared folder, where it exists. */
  public static Optional<Path> find(String path) {
    String named = System.getProperty("mesh.shared", "");
    Path folder =
        named.isEmpty()
            ? Path.of(System.getProperty("mesh.root", "..")).resolve("..").resolve("shared")
            : Path.of(named);
    Path file = folder.resolve(path).normalize();
    return Files.exists(file) ? Optional.of(file) : Optional.empty();
  }
}

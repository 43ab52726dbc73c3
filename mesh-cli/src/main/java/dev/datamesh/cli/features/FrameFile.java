package dev.datamesh.cli.features;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.frame.FrameWriter;
import dev.datamesh.core.spi.FrameFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * A file that rows are written to, in the format that its name says. It is written aside and takes
 * its name when it is whole: a file that is there stays until then. Immutable.
 */
record FrameFile(Path path) {

  private String name() {
    Path name = path.getFileName();
    return name == null ? "" : name.toString().replaceAll("\\.gz$", "");
  }

  private boolean isText() {
    return name().endsWith(".csv") || name().endsWith(".jsonl");
  }

  private Optional<FrameFormat> format() {
    return formats().filter(format -> name().endsWith("." + format.name())).findFirst();
  }

  private static java.util.stream.Stream<FrameFormat> formats() {
    return ServiceLoader.load(FrameFormat.class, FrameFile.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get);
  }

  /** Whether a connector's format keeps columns with their types. */
  boolean isTyped() {
    return format().isPresent();
  }

  /** Refuses a name that says no format. */
  FrameFile checked() {
    if (!isText() && !isTyped()) {
      throw new InvalidInputException(
          "Cannot write %s: expected a name that ends in .csv, .jsonl, these and .gz, or one of %s"
              .formatted(path, new TreeSet<>(formats().map(each -> "." + each.name()).toList())));
    }
    return this;
  }

  /** Writes all rows and closes them. */
  void write(FrameBlocks rows) {
    boolean replaced = !Files.exists(path) || Files.isRegularFile(path);
    Path aside = replaced ? path.resolveSibling("." + path.getFileName()) : path;
    try (rows) {
      if (replaced) {
        Files.deleteIfExists(aside);
      }
      write(rows, aside);
      if (replaced) {
        Files.move(aside, path, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new StorageException("Cannot write %s: %s".formatted(path, e), path.toString(), e);
    } finally {
      if (replaced) {
        delete(aside);
      }
    }
  }

  private void write(FrameBlocks rows, Path to) {
    Optional<FrameFormat> format = format();
    if (format.isPresent()) {
      format.get().sink(to).write(rows);
    } else if (name().endsWith(".jsonl")) {
      FrameWriter.jsonLines(to).write(rows);
    } else {
      FrameWriter.csv(to).write(rows);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new StorageException("Cannot delete %s: %s".formatted(file, e), file.toString(), e);
    }
  }
}

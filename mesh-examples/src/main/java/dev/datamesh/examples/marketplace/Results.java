package dev.datamesh.examples.marketplace;

import dev.datamesh.core.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of results. A file is written aside and moved into place, so that an interrupted run
 * leaves whole files only. For one thread at a time.
 */
final class Results {

  private final Path folder;
  private final List<Path> written = new ArrayList<>();

  Results(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(this.folder);
    } catch (IOException e) {
      throw cannotWrite(this.folder, e);
    }
  }

  /** Writes one file of results. */
  interface Content {
    void writeTo(Path file) throws IOException;
  }

  Path write(String name, Content content) {
    Path file = folder.resolve(name);
    Path aside = folder.resolve("." + name + ".part");
    aside.toFile().deleteOnExit();
    try {
      content.writeTo(aside);
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
    written.add(file);
    return file;
  }

  Path write(String name, String text) {
    return write(name, file -> Files.writeString(file, text, StandardCharsets.UTF_8));
  }

  Path folder() {
    return folder;
  }

  /** The files of this run, in the order in which they were written. */
  List<Path> written() {
    return List.copyOf(written);
  }

  private static StorageException cannotWrite(Path file, IOException e) {
    return new StorageException("Cannot write " + file + ": " + e, file.toString(), e);
  }
}

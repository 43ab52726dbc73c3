package dev.datamesh.featurestore;

import dev.datamesh.core.StorageException;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The journals of a tail, each in a folder with the number of its generation. One is deleted whole
 * when its rows are in segments. Safe for use by many threads.
 */
final class TailFolder {

  /** How far below the first generation files are looked for that a crash brought back. */
  private static final int SWEPT = 16;

  private final JournalOptions options;
  private final Path folder;

  TailFolder(JournalOptions options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  Path of(long generation) {
    return folder.resolve("%019d".formatted(generation));
  }

  boolean isThere(long generation) {
    try {
      return !options.disk().list(of(generation)).isEmpty();
    } catch (IOException e) {
      throw failed("read", of(generation), e);
    }
  }

  /** Opens a generation's journal, or makes it. */
  Journal open(long generation) {
    return Journal.at(of(generation), options);
  }

  /** Deletes a generation for good. */
  void delete(long generation) {
    try {
      options.disk().deleteFolder(of(generation));
    } catch (IOException e) {
      throw failed("delete", of(generation), e);
    }
  }

  /** Deletes what is left of generations before this one. */
  void deleteBelow(long generation) {
    for (long each = Math.max(0, generation - SWEPT); each < generation; each++) {
      if (isThere(each)) {
        delete(each);
      }
    }
  }

  private static StorageException failed(String verb, Path path, IOException e) {
    return new StorageException(
        "Cannot %s pushed rows in %s: %s".formatted(verb, path, e), path.toString(), e);
  }
}

package dev.datamesh.core.journal;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which the wings keep their facts, each in a folder and a journal of its own: {@code
 * catalog/}, {@code lineage/}, {@code features/}. One opener writes, under the operating system's
 * lock at the root; openers for reading take no lock. No transaction spans wings.
 *
 * <p>A host that uses several wings opens the folder once and hands it to each.
 *
 * <p>Safe for use by many threads.
 */
public final class DataFolder implements AutoCloseable {

  private static final Pattern WING = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final String LOCK = "lock";

  private final Path path;
  private final JournalOptions options;
  private final @Nullable Closeable lock;
  private final List<Journal> journals = new ArrayList<>();
  private boolean closed;

  private DataFolder(Path path, JournalOptions options, @Nullable Closeable lock) {
    this.path = path;
    this.options = options;
    this.lock = lock;
  }

  /** Opens a folder for writing, or makes it. */
  public static DataFolder at(Path path) {
    return at(path, JournalOptions.standard());
  }

  /**
   * Opens a folder for writing, or makes it.
   *
   * @throws StorageException where somebody has it open for writing
   */
  public static DataFolder at(Path path, JournalOptions options) {
    try {
      options.disk().createFolders(path);
      return new DataFolder(path, options, options.disk().lock(path.resolve(LOCK)));
    } catch (Disk.LockedException e) {
      throw new StorageException(
          "Cannot open the data folder %s for writing, somebody has it open: %s; open it once and"
                  .formatted(path, e.getMessage())
              + " hand it to each wing, or open it for reading",
          path.toString(),
          e);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot open the data folder " + path + ": " + e, path.toString(), e);
    }
  }

  /** Opens a folder for reading, beside whoever writes. */
  public static DataFolder readOnly(Path path) {
    return readOnly(path, JournalOptions.standard());
  }

  /** Opens a folder for reading, beside whoever writes. */
  public static DataFolder readOnly(Path path, JournalOptions options) {
    return new DataFolder(path, options, null);
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** Whether it was opened for reading. */
  public boolean isReadOnly() {
    return lock == null;
  }

  /** The options that journals of this folder are opened with. */
  public JournalOptions options() {
    return options;
  }

  /** The folder of a wing, for files that records of its journal name. */
  public Path folderOf(String wing) {
    if (!WING.matcher(wing).matches()) {
      throw new InvalidInputException(
          "Cannot use a folder \"%s\": expected lower-case letters, digits and -".formatted(wing));
    }
    return path.resolve(wing);
  }

  /** Opens the journal of a wing with the options of the folder. */
  public Journal journal(String wing) {
    return journal(wing, options);
  }

  /**
   * Opens the journal of a wing with options of its own.
   *
   * @throws StorageException where it is open already
   */
  public synchronized Journal journal(String wing, JournalOptions own) {
    if (closed) {
      throw new ClosedException(
          "Cannot use the data folder " + path + ", it is closed", path.toString());
    }
    Path folder = folderOf(wing);
    Journal journal = isReadOnly() ? Journal.readOnly(folder, own) : Journal.at(folder, own);
    journals.add(journal);
    return journal;
  }

  /**
   * Copies the journals of all wings, each as of its own durable head, into a folder that is empty
   * or missing, while writing goes on. Other files of the wings are theirs to copy.
   */
  public void backup(Path target) {
    requireEmpty(target);
    for (Path wing : journalsIn(path)) {
      try (Journal journal = Journal.readOnly(wing, options)) {
        journal.backup(target.resolve(wing.getFileName()));
      }
    }
  }

  /**
   * Checks a backup in full and copies it into a folder that is empty or missing.
   *
   * @throws dev.datamesh.core.DamagedDataException where the backup is not whole
   */
  public static void restore(Path backup, Path target) {
    requireEmpty(target);
    for (Path wing : journalsIn(backup)) {
      Journal.restore(wing, target.resolve(wing.getFileName()));
    }
  }

  private static void requireEmpty(Path folder) {
    String[] names = folder.toFile().list();
    if (names != null && names.length > 0) {
      throw new StorageException(
          "Cannot copy a data folder into " + folder + ", it is not empty", folder.toString());
    }
  }

  /**
   * The folders that hold a journal, sorted: the folder itself where it is one, else those right
   * below it.
   */
  public static List<Path> journalsIn(Path folder) {
    if (JournalBackup.hasJournal(folder)) {
      return List.of(folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new NotFoundException(
          "Cannot read " + folder + ", there is no such folder", folder.toString());
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.filter(Files::isDirectory).filter(JournalBackup::hasJournal).sorted().toList();
    } catch (IOException e) {
      throw new StorageException("Cannot read " + folder + ": " + e, folder.toString(), e);
    }
  }

  /** Closes the journals that are still open, and releases the lock; a second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      journals.forEach(Journal::close);
    } finally {
      release();
    }
  }

  private void release() {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        throw new StorageException(
            "Cannot release the lock of " + path + ": " + e, path.toString(), e);
      }
    }
  }
}

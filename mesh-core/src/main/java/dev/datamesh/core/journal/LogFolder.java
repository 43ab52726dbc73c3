package dev.datamesh.core.journal;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of a journal's files and the manifests that say which of them hold. */
final class LogFolder {

  static final String LOCK = "lock";
  static final String SNAPSHOT_PREFIX = "snapshot-";
  static final String TORN = ".torn";

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int TRIES = 100;

  private final Disk disk;
  private final Path path;

  LogFolder(Disk disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  Disk disk() {
    return disk;
  }

  Path path() {
    return path;
  }

  Path piece(long firstRevision) {
    return path.resolve(Piece.fileName(firstRevision));
  }

  Path snapshot(long revision) {
    return path.resolve(snapshotName(revision));
  }

  private static String snapshotName(long revision) {
    return SNAPSHOT_PREFIX + "%019d".formatted(revision) + Piece.SUFFIX;
  }

  /** The newest whole manifest; empty where the folder never had one. */
  Optional<Manifest> manifest() throws IOException {
    for (int attempt = 0; ; attempt++) {
      List<String> names = manifestNames();
      boolean vanished = false;
      for (int i = names.size() - 1; i >= 0; i--) {
        try {
          Optional<Manifest> manifest = Manifest.read(disk, path.resolve(names.get(i)));
          if (manifest.isPresent()) {
            return manifest;
          }
        } catch (NoSuchFileException | FileNotFoundException e) {
          vanished = true;
        }
      }
      if (names.isEmpty()) {
        return Optional.empty();
      }
      if (!vanished || attempt == TRIES) {
        Path newest = path.resolve(names.get(names.size() - 1));
        throw new DamagedDataException(
            "Cannot open the journal in %s, no manifest is whole; `mesh journal salvage` copies"
                    .formatted(path)
                + " what is",
            newest.toString(),
            0);
      }
    }
  }

  /** The names of whole and damaged manifests, the newest last. */
  List<String> manifestNames() throws IOException {
    return disk.list(path).stream()
        .filter(name -> name.startsWith(Manifest.PREFIX) && !name.endsWith(Manifest.ASIDE))
        .toList();
  }

  /** Deletes the files that neither this manifest nor the one before names. */
  void sweep(Manifest current, @Nullable Manifest before) throws IOException {
    Set<String> kept = new HashSet<>();
    keep(current, kept);
    if (before != null) {
      keep(before, kept);
    }
    for (String name : disk.list(path)) {
      boolean ours =
          name.startsWith(Manifest.PREFIX)
              || (name.endsWith(Piece.SUFFIX)
                  && (name.startsWith(Piece.PREFIX) || name.startsWith(SNAPSHOT_PREFIX)));
      if (ours && !kept.contains(name)) {
        deleteUnlessHeld(path.resolve(name));
      }
    }
  }

  /** Deletes what was written aside and never renamed; only at opening is nobody writing so. */
  void sweepAside() throws IOException {
    for (String name : disk.list(path)) {
      if (name.endsWith(Manifest.ASIDE)) {
        disk.delete(path.resolve(name));
      }
    }
  }

  /** On Windows a reader may hold a file open: then a later sweep deletes it. */
  private void deleteUnlessHeld(Path file) throws IOException {
    try {
      disk.delete(file);
    } catch (FileSystemException e) {
      LOG.debug("Cannot delete {} yet", file, e);
    }
  }

  private static void keep(Manifest manifest, Set<String> names) {
    names.add(manifest.fileName());
    manifest.pieces().forEach(piece -> names.add(Piece.fileName(piece)));
    manifest.snapshots().forEach(snapshot -> names.add(snapshotName(snapshot)));
  }

  /** Opens a piece for reading, its header checked against the journal's. */
  DiskFile openPiece(Manifest manifest, long firstRevision) throws IOException {
    Path file = piece(firstRevision);
    DiskFile opened = disk.openForReading(file);
    try {
      requireOwn(Piece.read(opened, file), manifest, firstRevision, file);
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  static void requireOwn(Piece piece, Manifest manifest, long firstRevision, Path file) {
    if (piece.journalId() != manifest.journalId() || piece.firstRevision() != firstRevision) {
      throw new DamagedDataException(
          "Cannot read %s, it is a piece of another journal or another place".formatted(file),
          file.toString(),
          0);
    }
  }

  StorageException failed(String what, IOException e) {
    return new StorageException(
        "Cannot %s the journal in %s: %s".formatted(what, path, e), path.toString(), e);
  }
}

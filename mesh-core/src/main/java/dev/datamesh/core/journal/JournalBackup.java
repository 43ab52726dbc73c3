package dev.datamesh.core.journal;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Copies a journal up to its durable end, while writing goes on behind it. */
final class JournalBackup {

  private static final int CHUNK = 1 << 20;

  private JournalBackup() {}

  static long copy(LogFolder source, LogEnd end, Path target) {
    Disk disk = source.disk();
    try {
      disk.createFolders(target);
      if (!disk.list(target).isEmpty()) {
        throw new StorageException(
            "Cannot back up into " + target + ", the folder is not empty", target.toString());
      }
      LogFolder copy = new LogFolder(disk, target);
      Manifest manifest = end.manifest();
      for (long snapshot : manifest.snapshots()) {
        copyFile(disk, source.snapshot(snapshot), copy.snapshot(snapshot), Long.MAX_VALUE);
      }
      for (long piece : manifest.pieces()) {
        long limit = piece == end.mark().piece() ? end.mark().offset() : Long.MAX_VALUE;
        copyFile(disk, source.piece(piece), copy.piece(piece), limit);
      }
      List<Long> pieces = manifest.pieces();
      new Manifest(1, manifest.journalId(), pieces, manifest.snapshots(), end.mark(), true)
          .write(disk, target);
      return end.mark().revision();
    } catch (IOException e) {
      throw source.failed("back up", e);
    }
  }

  /** Checks a backup in full, and copies it where a journal is to be opened. */
  static long restore(Path backup, Path target, Disk disk) {
    JournalCheck check = JournalCheck.of(backup, disk, Progress.NONE);
    if (!check.isWhole()) {
      JournalCheck.Damage first = check.problems().get(0);
      throw new DamagedDataException(
          "Cannot restore from %s, it is damaged: %s".formatted(backup, first),
          first.file(),
          first.offset());
    }
    LogFolder source = new LogFolder(disk, backup);
    try {
      return copy(source, LogView.ofReader(source).end(), target);
    } catch (IOException e) {
      throw source.failed("restore", e);
    }
  }

  static boolean hasJournal(Path folder) {
    try {
      return !new LogFolder(Disk.system(), folder).manifestNames().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  static void copyFile(Disk disk, Path from, Path to, long limit) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (DiskFile source = disk.openForReading(from);
        DiskFile copy = disk.create(to)) {
      long size = Math.min(limit, source.size());
      for (long at = 0; at < size; ) {
        int count = source.read(at, chunk, 0, (int) Math.min(CHUNK, size - at));
        if (count == 0) {
          break;
        }
        copy.write(at, chunk, 0, count);
        at += count;
      }
      copy.force();
    }
  }
}

package dev.datamesh.core.journal;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Copies what is whole of a damaged journal into a new folder. The commits before the damage go
 * along; where a whole snapshot lies behind it, that snapshot and the commits from there on do
 * instead, because they hold the newer state. The damaged folder stays as it is.
 *
 * @param oldest the first revision of the copy
 * @param head the last revision of the copy
 * @param snapshot the revision of the copy's snapshot, 0 if none
 * @param lost commits that are whole but not in the copy, because something before them is missing
 * @param notes what was found, as sentences
 */
public record JournalSalvage(long oldest, long head, long snapshot, long lost, List<String> notes) {

  public JournalSalvage {
    notes = List.copyOf(notes);
  }

  /** Salvages into a folder that is empty or missing. */
  public static JournalSalvage copy(Path damaged, Path target) {
    return copy(damaged, target, Disk.system());
  }

  /** Salvages into a folder that is empty or missing. */
  public static JournalSalvage copy(Path damaged, Path target, Disk disk) {
    LogFolder folder = new LogFolder(disk, damaged);
    try {
      return new Salvage(folder, target).run();
    } catch (IOException e) {
      throw folder.failed("salvage", e);
    }
  }

  /** A whole group and the file it lies in. */
  private record Found(Path file, long offset, int length, long revision, int count) {}

  /** One salvage. */
  private static final class Salvage {

    private static final int LARGEST_GROUP = 1 << 30;

    private final LogFolder folder;
    private final Disk disk;
    private final Path target;
    private final List<String> notes = new ArrayList<>();
    private final TreeMap<Long, Found> groups = new TreeMap<>();
    private long journalId;

    Salvage(LogFolder folder, Path target) {
      this.folder = folder;
      this.disk = folder.disk();
      this.target = target;
    }

    JournalSalvage run() throws IOException {
      disk.createFolders(target);
      if (!disk.list(target).isEmpty()) {
        throw new StorageException(
            "Cannot salvage into " + target + ", the folder is not empty", target.toString());
      }
      List<Long> snapshots = new ArrayList<>();
      journalId = findJournalId();
      for (String name : disk.list(folder.path())) {
        if (name.startsWith(Piece.PREFIX) && name.endsWith(Piece.SUFFIX)) {
          collect(folder.path().resolve(name));
        } else if (name.startsWith(LogFolder.SNAPSHOT_PREFIX) && name.endsWith(Piece.SUFFIX)) {
          wholeSnapshot(name).ifPresent(snapshots::add);
        }
      }
      return write(snapshots);
    }

    /** From any manifest or piece whose beginning is whole. */
    private long findJournalId() throws IOException {
      for (String name : disk.list(folder.path())) {
        Path path = folder.path().resolve(name);
        if (name.startsWith(Manifest.PREFIX)) {
          Optional<Manifest> manifest = Manifest.read(disk, path);
          if (manifest.isPresent()) {
            return manifest.get().journalId();
          }
          notes.add(name + " is damaged");
        } else if (name.startsWith(Piece.PREFIX) && name.endsWith(Piece.SUFFIX)) {
          try (DiskFile file = disk.openForReading(path)) {
            return Piece.read(file, path).journalId();
          } catch (DamagedDataException e) {
            notes.add(String.valueOf(e.getMessage()));
          }
        }
      }
      throw new NotFoundException(
          "Cannot salvage the journal in " + folder.path() + ", nothing in it is whole",
          folder.path().toString());
    }

    private void collect(Path path) throws IOException {
      try (DiskFile file = disk.openForReading(path)) {
        long size = file.size();
        long bad = -1;
        byte[] header = new byte[Group.HEADER];
        for (long at = Piece.HEADER; at + Group.HEADER <= size; ) {
          file.read(at, header, 0, Group.HEADER);
          int length = wholeGroup(file, header, at, size);
          if (length > 0) {
            long revision = Bytes.getLong(header, Group.REVISION);
            int count = Bytes.getInt(header, Group.COUNT);
            groups.putIfAbsent(revision, new Found(path, at, length, revision, count));
            at += length;
          } else {
            boolean isNews = Bytes.getLong(header, 0) != 0 && bad < 0;
            bad = isNews ? at : bad;
            at += Group.ALIGNMENT;
          }
        }
        if (bad >= 0) {
          notes.add("%s is damaged at byte %,d".formatted(path.getFileName(), bad));
        }
      }
    }

    private int wholeGroup(DiskFile file, byte[] header, long at, long size) throws IOException {
      int length = Bytes.getInt(header, Group.LENGTH);
      if (length < Group.HEADER
          || length % Group.ALIGNMENT != 0
          || length > Math.min(LARGEST_GROUP, size - at)
          || Bytes.getInt(header, Group.COUNT) < 1
          || Bytes.getLong(header, Group.REVISION) < 1) {
        return 0;
      }
      byte[] group = new byte[length];
      return file.read(at, group, 0, length) == length && Group.isWhole(journalId, group, 0, length)
          ? length
          : 0;
    }

    private Optional<Long> wholeSnapshot(String name) throws IOException {
      String digits =
          name.substring(LogFolder.SNAPSHOT_PREFIX.length(), name.length() - Piece.SUFFIX.length());
      try {
        long revision = Long.parseLong(digits);
        SnapshotFile.check(disk, folder.path().resolve(name), journalId, revision);
        return Optional.of(revision);
      } catch (NumberFormatException | DamagedDataException e) {
        notes.add(name + " is damaged: " + e.getMessage());
        return Optional.empty();
      }
    }

    private JournalSalvage write(List<Long> snapshots) throws IOException {
      Run best = bestRun(snapshots);
      LogFolder copy = new LogFolder(disk, target);
      Piece piece = new Piece(journalId, best.first(), 0, CommitTime.EARLIEST);
      Mark end = piece.start();
      try (DiskFile file = new LogOpening(copy).createPiece(piece)) {
        for (Found found : best.groups()) {
          end = append(file, end, found);
        }
        file.force();
      }
      List<Long> kept = best.snapshot() > 0 ? List.of(best.snapshot()) : List.of();
      for (long snapshot : kept) {
        JournalBackup.copyFile(
            disk, folder.snapshot(snapshot), copy.snapshot(snapshot), Long.MAX_VALUE);
      }
      new Manifest(1, journalId, List.of(best.first()), kept, end, true).write(disk, target);
      long all = groups.values().stream().mapToLong(Found::count).sum();
      long carried = best.groups().stream().mapToLong(Found::count).sum();
      return new JournalSalvage(
          best.first(), end.revision(), best.snapshot(), all - carried, notes);
    }

    /** The chain of checksums is made anew, because it may begin elsewhere. */
    private Mark append(DiskFile file, Mark end, Found found) throws IOException {
      byte[] group = new byte[found.length()];
      try (DiskFile source = disk.openForReading(found.file())) {
        source.read(found.offset(), group, 0, group.length);
      }
      Bytes.putInt(group, Group.PREVIOUS, end.crc());
      int crc = Bytes.crc(journalId, group, Group.LENGTH, group.length - Group.LENGTH);
      Bytes.putInt(group, Group.CRC, crc);
      file.write(end.offset(), group, 0, group.length);
      return new Mark(
          found.revision() + found.count() - 1,
          end.piece(),
          end.offset() + group.length,
          crc,
          Group.lastMicros(group, 0));
    }

    /** Commits in a row, and the snapshot they go with. */
    private record Run(long first, long snapshot, List<Found> groups) {

      long head() {
        return groups.isEmpty()
            ? first - 1
            : groups.get(groups.size() - 1).revision() + groups.get(groups.size() - 1).count() - 1;
      }
    }

    /** The run that leads to the newest state: from revision 1, or around a whole snapshot. */
    private Run bestRun(List<Long> snapshots) {
      Run best = new Run(1, 0, List.of());
      for (Run run : runs()) {
        if (run.first() == 1 && run.head() > best.head()) {
          best = run;
        }
        for (long snapshot : snapshots) {
          boolean fits = run.first() <= snapshot + 1 && run.head() >= snapshot;
          if (fits && run.head() >= best.head() && snapshot >= best.snapshot()) {
            best = new Run(run.first(), snapshot, run.groups());
          }
        }
      }
      for (long snapshot : snapshots) {
        if (snapshot > best.head()) {
          best = new Run(snapshot + 1, snapshot, List.of());
        }
      }
      return best;
    }

    private List<Run> runs() {
      List<Run> runs = new ArrayList<>();
      List<Found> row = new ArrayList<>();
      long next = -1;
      for (Found found : groups.values()) {
        if (found.revision() != next && !row.isEmpty()) {
          runs.add(new Run(row.get(0).revision(), 0, List.copyOf(row)));
          row.clear();
        }
        row.add(found);
        next = found.revision() + found.count();
      }
      if (!row.isEmpty()) {
        runs.add(new Run(row.get(0).revision(), 0, List.copyOf(row)));
      }
      return runs;
    }
  }
}

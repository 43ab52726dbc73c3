package dev.datamesh.core.journal;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads every byte of a journal that means something and compares every checksum, without changing
 * anything or taking a lock. Beside a writer, what is not flushed yet is a note.
 *
 * @param problems damage: what is wrong, in which file, at which offset; empty where all is well
 * @param notes what is no damage: put aside writes, odd bytes in unwritten space
 * @param commits how many commits are whole
 * @param head the revision of the last whole commit, as far as the chain goes
 */
public record JournalCheck(
    List<Damage> problems, List<String> notes, long oldest, long head, long commits) {

  /** A place that is not what was written. */
  public record Damage(String file, long offset, String what) {

    @Override
    public String toString() {
      return "%s at byte %,d: %s".formatted(file, offset, what);
    }
  }

  public JournalCheck {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  public boolean isWhole() {
    return problems.isEmpty();
  }

  /** Checks the journal of a folder. */
  public static JournalCheck of(Path folder) {
    return of(folder, Disk.system(), Progress.NONE);
  }

  /**
   * Checks the journal of a folder.
   *
   * @throws NotFoundException where there is no journal
   */
  public static JournalCheck of(Path folder, Disk disk, Progress progress) {
    LogFolder log = new LogFolder(disk, folder);
    try {
      return new Checker(log, progress).run();
    } catch (IOException e) {
      throw log.failed("check", e);
    }
  }

  /** One check. */
  private static final class Checker {

    private static final int CHUNK = 4 << 20;

    private final LogFolder folder;
    private final Progress progress;
    private final List<Damage> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long commits;

    Checker(LogFolder folder, Progress progress) {
      this.folder = folder;
      this.progress = progress;
    }

    JournalCheck run() throws IOException {
      Optional<Manifest> newest = manifests();
      if (newest.isEmpty()) {
        return new JournalCheck(problems, notes, 0, 0, 0);
      }
      Manifest manifest = newest.get();
      Optional<HeadFile.Slot> head = head(manifest);
      Mark proven = LogOpening.proven(manifest, head);
      Mark end = pieces(manifest, proven);
      for (long snapshot : manifest.snapshots()) {
        snapshot(manifest, snapshot);
      }
      folder.disk().list(folder.path()).stream()
          .filter(name -> name.endsWith(LogFolder.TORN))
          .forEach(name -> notes.add("An unfinished write was put aside as " + name));
      return new JournalCheck(problems, notes, manifest.oldest(), end.revision(), commits);
    }

    private Optional<Manifest> manifests() throws IOException {
      List<String> names = folder.manifestNames();
      if (names.isEmpty()) {
        throw new NotFoundException(
            "Cannot check the journal in " + folder.path() + ", there is no manifest",
            folder.path().toString());
      }
      Optional<Manifest> newest = Optional.empty();
      for (String name : names) {
        Path path = folder.path().resolve(name);
        try {
          Optional<Manifest> manifest = Manifest.read(folder.disk(), path);
          if (manifest.isPresent()) {
            newest = manifest;
          } else {
            problems.add(new Damage(path.toString(), 0, "the manifest's checksum does not match"));
          }
        } catch (NoSuchFileException e) {
          notes.add(name + " was replaced meanwhile");
        }
      }
      return newest;
    }

    private Optional<HeadFile.Slot> head(Manifest manifest) throws IOException {
      Optional<HeadFile.Slot> head =
          HeadFile.read(folder.disk(), folder.path(), manifest.journalId());
      if (head.isEmpty()) {
        notes.add("The head file is missing or stale; the log itself says where it ends");
      }
      return head;
    }

    private Mark pieces(Manifest manifest, Mark proven) throws IOException {
      Mark end = null;
      for (int i = 0; i < manifest.pieces().size(); i++) {
        long piece = manifest.pieces().get(i);
        boolean isLast = piece == manifest.lastPiece();
        try (DiskFile file = folder.openPiece(manifest, piece)) {
          Piece header = Piece.read(file, folder.piece(piece));
          if (end != null && !sameChain(end, header)) {
            problem(piece, 0, "the piece does not continue the one before it");
          }
          end = groups(manifest, file, header.start(), isLast, proven);
        } catch (DamagedDataException e) {
          problems.add(new Damage(e.file(), e.offset(), String.valueOf(e.getMessage())));
        } catch (NoSuchFileException e) {
          problem(piece, 0, "the file is missing");
        }
      }
      return end == null ? manifest.durable() : end;
    }

    private static boolean sameChain(Mark end, Piece next) {
      return end.revision() + 1 == next.firstRevision() && end.crc() == next.previousCrc();
    }

    private Mark groups(Manifest manifest, DiskFile file, Mark start, boolean isLast, Mark proven)
        throws IOException {
      long size = file.size();
      PieceScanner scanner = new PieceScanner(file, manifest.journalId(), start, size, CHUNK);
      PieceScanner.Found found = scanner.look();
      while (found == PieceScanner.Found.GROUP) {
        long before = scanner.place().revision();
        scanner.step();
        commits += scanner.place().revision() - before;
        report(manifest, scanner.place());
        found = scanner.look();
      }
      Mark end = scanner.place();
      long next = nextPiece(manifest, start.piece());
      if (!isLast && end.revision() + 1 != next) {
        problem(
            start.piece(),
            end.offset(),
            "expected revision %d here, the next piece begins with %d"
                .formatted(end.revision() + 1, next));
      } else if (isLast) {
        tail(manifest, file, end, proven);
      }
      return end;
    }

    private void report(Manifest manifest, Mark place) {
      if (!progress.report("check " + folder.path(), place.revision(), Progress.UNKNOWN_TOTAL)) {
        throw new dev.datamesh.core.CancelledException(
            "The check of " + folder.path() + " was cancelled", manifest.fileName());
      }
    }

    private static long nextPiece(Manifest manifest, long piece) {
      int index = manifest.pieces().indexOf(piece) + 1;
      return index < manifest.pieces().size() ? manifest.pieces().get(index) : -1;
    }

    private void tail(Manifest manifest, DiskFile file, Mark end, Mark proven) throws IOException {
      if (end.offset() < proven.offset()) {
        problem(
            end.piece(),
            end.offset(),
            "revision %d is not whole, and revision %d behind it was acknowledged"
                .formatted(end.revision() + 1, proven.revision()));
        return;
      }
      TailInspection tail = TailInspection.of(file, manifest.journalId(), end);
      if (tail.goodGroup() >= 0) {
        problem(
            end.piece(),
            end.offset(),
            "revision %d is not whole, and a whole commit follows at byte %,d"
                .formatted(end.revision() + 1, tail.goodGroup()));
      } else if (!tail.isEmpty(end)) {
        notes.add(
            "%,d bytes behind the last commit are no commit: an unfinished write, which opening"
                    .formatted(tail.garbageEnd() - end.offset())
                + " puts aside");
      }
    }

    private void snapshot(Manifest manifest, long revision) throws IOException {
      Path path = folder.snapshot(revision);
      try {
        SnapshotFile.check(folder.disk(), path, manifest.journalId(), revision);
      } catch (NoSuchFileException e) {
        problems.add(new Damage(path.toString(), 0, "the file is missing"));
      } catch (MeshException e) {
        long offset = e instanceof DamagedDataException damage ? damage.offset() : 0;
        problems.add(new Damage(path.toString(), offset, String.valueOf(e.getMessage())));
      }
    }

    private void problem(long piece, long offset, String what) {
      problems.add(new Damage(folder.piece(piece).toString(), offset, what));
    }
  }
}

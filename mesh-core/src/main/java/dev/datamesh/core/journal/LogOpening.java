package dev.datamesh.core.journal;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens a log for writing: finds its end, puts an unfinished write aside, refuses damage. The
 * caller holds the lock.
 */
final class LogOpening {

  private static final int CHUNK = 1 << 20;

  private final LogFolder folder;
  private final Disk disk;
  private final List<String> notes = new ArrayList<>();

  LogOpening(LogFolder folder) {
    this.folder = folder;
    this.disk = folder.disk();
  }

  /**
   * A log that can be written to.
   *
   * @param end behind the last whole group, durable
   * @param file of the last piece, open for writing
   */
  record Opened(Manifest manifest, Mark end, DiskFile file, Recovery recovery) {}

  Opened open() throws IOException {
    Optional<Manifest> found = folder.manifest();
    boolean isNew = found.isEmpty();
    Manifest manifest = isNew ? create() : found.get();
    List<String> names = folder.manifestNames();
    if (!names.get(names.size() - 1).equals(manifest.fileName())) {
      notes.add("The newest manifest is damaged, %s holds".formatted(manifest.fileName()));
      manifest = succeed(manifest, names);
    }
    folder.sweepAside();
    if (!isNew) {
      folder.sweep(manifest, before(manifest));
    }
    return openLast(manifest, isNew);
  }

  /** A damaged manifest is never overwritten in place: a copy of the older one goes above it. */
  private Manifest succeed(Manifest manifest, List<String> names) throws IOException {
    String newest = names.get(names.size() - 1);
    long sequence = Long.parseLong(newest.substring(Manifest.PREFIX.length())) + 1;
    Manifest next =
        new Manifest(
            sequence,
            manifest.journalId(),
            manifest.pieces(),
            manifest.snapshots(),
            manifest.durable(),
            false);
    next.write(disk, folder.path());
    return next;
  }

  private @org.jspecify.annotations.Nullable Manifest before(Manifest manifest) throws IOException {
    Path path = folder.path().resolve(Manifest.fileName(manifest.sequence() - 1));
    return disk.exists(path) ? Manifest.read(disk, path).orElse(null) : null;
  }

  private Manifest create() throws IOException {
    for (String name : disk.list(folder.path())) {
      if (name.startsWith(Piece.PREFIX) && name.endsWith(Piece.SUFFIX)) {
        requireEmpty(name);
        disk.delete(folder.path().resolve(name));
      }
    }
    Piece first = new Piece(new SecureRandom().nextLong(), 1, 0, CommitTime.EARLIEST);
    createPiece(first).close();
    Manifest manifest =
        new Manifest(1, first.journalId(), List.of(1L), List.of(), first.start(), false);
    manifest.write(disk, folder.path());
    return manifest;
  }

  /** Without a manifest nothing was ever acknowledged: a piece with commits lost its manifests. */
  private void requireEmpty(String name) throws IOException {
    Path path = folder.path().resolve(name);
    try (DiskFile file = disk.openForReading(path)) {
      byte[] bytes = new byte[8];
      if (file.read(Piece.HEADER, bytes, 0, 8) == 8 && Bytes.getLong(bytes, 0) != 0) {
        throw new DamagedDataException(
            "Cannot open the journal in %s, its manifests are missing; `mesh journal salvage`"
                    .formatted(folder.path())
                + " copies what is there",
            path.toString(),
            0);
      }
    }
  }

  /** Makes the file of a piece with its header, durably. */
  DiskFile createPiece(Piece piece) throws IOException {
    Path path = folder.piece(piece.firstRevision());
    disk.delete(path);
    DiskFile file = disk.create(path);
    try {
      file.write(0, piece.header(), 0, Piece.HEADER);
      file.force();
      disk.forceFolder(folder.path());
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private Opened openLast(Manifest manifest, boolean isNew) throws IOException {
    Path path = folder.piece(manifest.lastPiece());
    DiskFile file = disk.openForWriting(path);
    try {
      LogFolder.requireOwn(Piece.read(file, path), manifest, manifest.lastPiece(), path);
      Optional<HeadFile.Slot> head = HeadFile.read(disk, folder.path(), manifest.journalId());
      Mark proven = proven(manifest, head);
      Mark end = scan(manifest, file, proven, path);
      Recovery torn = isNew ? Recovery.NOTHING : settle(manifest, file, path, end, proven);
      return new Opened(manifest, end, file, torn);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The farthest place of the last piece that something durable vouches for. */
  static Mark proven(Manifest manifest, Optional<HeadFile.Slot> head) {
    Mark durable = manifest.durable();
    return head.filter(HeadFile.Slot::forced)
        .map(HeadFile.Slot::mark)
        .filter(mark -> mark.piece() == durable.piece() && mark.offset() > durable.offset())
        .orElse(durable);
  }

  /** Walks to the end of the whole groups; refuses where that lies before the proven place. */
  private Mark scan(Manifest manifest, DiskFile file, Mark proven, Path path) throws IOException {
    PieceScanner scanner =
        new PieceScanner(file, manifest.journalId(), manifest.durable(), file.size(), CHUNK);
    lastGroupOffset = -1;
    while (scanner.look() == PieceScanner.Found.GROUP) {
      lastGroupOffset = scanner.place().offset();
      scanner.step();
    }
    Mark end = scanner.place();
    if (end.offset() < proven.offset()) {
      throw damaged(path, end.offset());
    }
    return end;
  }

  private long lastGroupOffset = -1;

  private Recovery settle(Manifest manifest, DiskFile file, Path path, Mark end, Mark proven)
      throws IOException {
    boolean clean = manifest.clean() && end.equals(manifest.durable());
    long tornBytes = 0;
    String tornFile = "";
    if (!clean) {
      TailInspection tail = TailInspection.of(file, manifest.journalId(), end);
      if (tail.goodGroup() >= 0) {
        throw damaged(path, end.offset());
      }
      if (!tail.isEmpty(end)) {
        tornBytes = tail.garbageEnd() - end.offset();
        tornFile = putAside(file, path, end.offset(), tail.garbageEnd());
      }
      if (end.offset() > proven.offset()) {
        rewriteLast(file, end);
      }
      file.force();
    }
    return new Recovery(clean, tornBytes, tornFile, notes);
  }

  /**
   * A force that failed may have left bytes that only seem to be on the disk; written again they
   * are forced for certain.
   */
  private void rewriteLast(DiskFile file, Mark end) throws IOException {
    byte[] group = new byte[(int) (end.offset() - lastGroupOffset)];
    int count = file.read(lastGroupOffset, group, 0, group.length);
    file.write(lastGroupOffset, group, 0, count);
  }

  private String putAside(DiskFile file, Path path, long from, long to) throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + "." + from + LogFolder.TORN);
    disk.delete(aside);
    byte[] chunk = new byte[(int) Math.min(CHUNK, to - from)];
    byte[] zeros = new byte[chunk.length];
    try (DiskFile copy = disk.create(aside)) {
      for (long at = from; at < to; ) {
        int count = file.read(at, chunk, 0, (int) Math.min(chunk.length, to - at));
        copy.write(at - from, chunk, 0, count);
        at += count;
      }
      copy.force();
    }
    disk.forceFolder(folder.path());
    for (long at = from; at < to; at += zeros.length) {
      file.write(at, zeros, 0, (int) Math.min(zeros.length, to - at));
    }
    return aside.toString();
  }

  private DamagedDataException damaged(Path path, long offset) {
    return new DamagedDataException(
        "Cannot open the journal in %s, %s is damaged at byte %,d with commits behind it; `mesh"
                .formatted(folder.path(), path.getFileName(), offset)
            + " journal salvage` copies what is whole",
        path.toString(),
        offset);
  }
}

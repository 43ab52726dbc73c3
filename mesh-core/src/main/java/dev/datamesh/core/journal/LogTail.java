package dev.datamesh.core.journal;

import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of the log that is written to: the open piece, its reserved space, the manifest and the
 * head file. For one thread at a time, whose turn it is to write.
 *
 * <p>Space is reserved as zeros and forced before it is used, in growing steps, so that a commit's
 * force carries no change of the file's length.
 */
final class LogTail {

  private static final long SMALLEST_STEP = 64 << 10;
  private static final long LARGEST_STEP = 16 << 20;
  private static final int LARGEST_THROUGH = 64 << 10;
  private static final byte[] ZEROS = new byte[1 << 20];

  private final LogFolder folder;
  private final Disk disk;
  private final JournalOptions options;
  private final boolean forced;
  private final HeadFile head;

  private Manifest manifest;
  private DiskFile file;
  private long reserved;
  private boolean isLengthForced;
  private Mark end;
  private Mark durable;
  private long forces;

  LogTail(LogFolder folder, JournalOptions options, LogOpening.Opened opened) throws IOException {
    this.folder = folder;
    this.disk = folder.disk();
    this.options = options;
    this.forced = options.durability() == Durability.FSYNC;
    this.manifest = opened.manifest();
    this.file = opened.file();
    this.end = opened.end();
    this.durable = opened.end();
    this.reserved = file.size();
    this.head = HeadFile.create(disk, folder.path(), manifest.journalId(), end);
  }

  LogEnd end() {
    return new LogEnd(manifest, end);
  }

  long forces() {
    return forces;
  }

  /** Makes room for a group; where this fails nothing of the group was written. */
  void reserve(int groupBytes) throws IOException {
    boolean isFull = end.offset() + groupBytes > options.pieceBytes();
    if (isFull && end.offset() > Piece.HEADER) {
      roll();
    }
    long needed = end.offset() + groupBytes;
    if (needed <= reserved) {
      forceLength();
      return;
    }
    long step = Math.max(SMALLEST_STEP, Math.min(LARGEST_STEP, reserved));
    long target = Math.max(needed, Math.min(reserved + step, options.pieceBytes()));
    for (long at = reserved; at < target; at += ZEROS.length) {
      file.write(at, ZEROS, 0, (int) Math.min(ZEROS.length, target - at));
    }
    reserved = target;
    isLengthForced = false;
    forceLength();
  }

  /** A force of data alone serves only what lies below a length that was forced. */
  private void forceLength() throws IOException {
    if (forced && !isLengthForced) {
      file.force();
      isLengthForced = true;
    }
  }

  /**
   * Whether a group can be written by a thread that somebody may interrupt: it is small, its room
   * is reserved, and no force of the channel is needed.
   */
  boolean takesFromAnyThread(int groupBytes) {
    return groupBytes <= LARGEST_THROUGH
        && end.offset() + groupBytes <= reserved
        && (!forced || (isLengthForced && file.canWriteThrough()));
  }

  /** Writes a group and makes it as durable as the options say; on the journal's own thread. */
  void write(Group group) throws IOException {
    int crc = seal(group);
    file.write(end.offset(), group.bytes(), 0, group.length());
    if (forced) {
      file.forceData();
    }
    written(group, crc);
  }

  /** The same for a group that {@link #takesFromAnyThread}. */
  void writeThrough(Group group) throws IOException {
    int crc = seal(group);
    if (forced) {
      file.writeThrough(end.offset(), group.bytes(), 0, group.length());
    } else {
      file.write(end.offset(), group.bytes(), 0, group.length());
    }
    written(group, crc);
  }

  private int seal(Group group) {
    return group.seal(manifest.journalId(), end.crc(), forced ? 0 : Group.UNFORCED);
  }

  private void written(Group group, int crc) throws IOException {
    end =
        new Mark(
            group.lastRevision(),
            end.piece(),
            end.offset() + group.length(),
            crc,
            group.lastMicros());
    if (forced) {
      forces++;
      durable = end;
    }
    head.write(end, forced);
  }

  /** Forces what was written without: before anything durable may refer to it. */
  void settle() throws IOException {
    if (!durable.equals(end)) {
      file.force();
      forces++;
      durable = end;
    }
  }

  private void roll() throws IOException {
    settle();
    Piece next = new Piece(manifest.journalId(), end.revision() + 1, end.crc(), end.micros());
    DiskFile nextFile = new LogOpening(folder).createPiece(next);
    try {
      List<Long> pieces = new ArrayList<>(manifest.pieces());
      pieces.add(next.firstRevision());
      replace(pieces, manifest.snapshots(), next.start(), false);
    } catch (IOException | RuntimeException e) {
      nextFile.close();
      throw e;
    }
    file.close();
    file = nextFile;
    reserved = Piece.HEADER;
    isLengthForced = true;
    end = next.start();
    durable = end;
  }

  /** Writes a manifest that names these files; those that two manifests no longer name go. */
  private void replace(List<Long> pieces, List<Long> snapshots, Mark mark, boolean clean)
      throws IOException {
    Manifest next =
        new Manifest(manifest.sequence() + 1, manifest.journalId(), pieces, snapshots, mark, clean);
    next.write(disk, folder.path());
    Manifest before = manifest;
    manifest = next;
    folder.sweep(next, before);
  }

  /** Takes a written snapshot into the manifest, and drops what lies below the horizon. */
  void addSnapshot(long revision) throws IOException {
    settle();
    List<Long> snapshots = new ArrayList<>(manifest.snapshots());
    snapshots.add(revision);
    while (snapshots.size() > 2) {
      snapshots.remove(0);
    }
    replace(piecesToKeep(snapshots), snapshots, end, false);
  }

  private List<Long> piecesToKeep(List<Long> snapshots) throws IOException {
    List<Long> pieces = manifest.pieces();
    Retention retention = options.retention();
    if (retention.keepsAll() || snapshots.size() < 2) {
      return pieces;
    }
    long horizon = CommitTime.toMicros(CommitTime.next(java.time.Instant.MIN, options.clock()));
    long age = CommitTime.micros(retention.age());
    int drop = 0;
    while (drop + 1 < pieces.size()) {
      long next = pieces.get(drop + 1);
      boolean belowSnapshots = next <= snapshots.get(0) + 1;
      boolean belowCount = next - 1 <= end.revision() - retention.revisions();
      if (!belowSnapshots || !belowCount || lastMicrosBefore(next) > horizon - age) {
        break;
      }
      drop++;
    }
    return pieces.subList(drop, pieces.size());
  }

  /** The time of the last commit below a piece, which the piece's header tells. */
  private long lastMicrosBefore(long piece) throws IOException {
    try (DiskFile opened = disk.openForReading(folder.piece(piece))) {
      return Piece.read(opened, folder.piece(piece)).previousMicros();
    }
  }

  /** Leaves the mark of a clean close, unless writing failed before. */
  void close(boolean clean) throws IOException {
    try {
      if (clean) {
        settle();
        if (!manifest.clean() || !manifest.durable().equals(end)) {
          replace(manifest.pieces(), manifest.snapshots(), end, true);
        }
      }
    } finally {
      file.close();
      head.close();
    }
  }
}

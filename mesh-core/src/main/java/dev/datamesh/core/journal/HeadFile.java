package dev.datamesh.core.journal;

import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the log ends, for readers beside the writer: two slots of which the newer whole one holds.
 * It is never forced: after a crash of the machine it may be older than the log, and is then only
 * less help. A slot that says "forced" is written after the force, so that it proves what it names.
 * For one thread at a time.
 */
final class HeadFile implements AutoCloseable {

  static final String NAME = "head";

  private static final int SLOT = 64;
  private static final int CRC_AT = 60;

  private final DiskFile file;
  private final long journalId;
  private final byte[] bytes = new byte[SLOT];
  private long turn;

  private HeadFile(DiskFile file, long journalId) {
    this.file = file;
    this.journalId = journalId;
  }

  /** Starts with both slots telling the same place. */
  static HeadFile create(Disk disk, Path folder, long journalId, Mark mark) throws IOException {
    Path path = folder.resolve(NAME);
    HeadFile head =
        new HeadFile(disk.exists(path) ? disk.openForWriting(path) : disk.create(path), journalId);
    byte[] both = new byte[2 * SLOT];
    int count = head.file.read(0, both, 0, both.length);
    for (int at = 0; at + SLOT <= count; at += SLOT) {
      if (isWhole(both, at, journalId)) {
        head.turn = Math.max(head.turn, Bytes.getLong(both, at + 40) + 1);
      }
    }
    head.write(mark, true);
    head.write(mark, true);
    return head;
  }

  void write(Mark mark, boolean forced) throws IOException {
    Bytes.putLong(bytes, 0, mark.revision());
    Bytes.putLong(bytes, 8, mark.piece());
    Bytes.putLong(bytes, 16, mark.offset());
    Bytes.putLong(bytes, 24, mark.micros());
    Bytes.putInt(bytes, 32, mark.crc());
    Bytes.putInt(bytes, 36, forced ? 1 : 0);
    Bytes.putLong(bytes, 40, turn);
    Bytes.putInt(bytes, CRC_AT, Bytes.crc(journalId, bytes, 0, CRC_AT));
    file.write((turn++ & 1) * SLOT, bytes, 0, SLOT);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** What a slot says. */
  record Slot(Mark mark, boolean forced) {}

  /** The newer of the slots that are whole. */
  static Optional<Slot> read(Disk disk, Path folder, long journalId) throws IOException {
    Path path = folder.resolve(NAME);
    if (!disk.exists(path)) {
      return Optional.empty();
    }
    try (DiskFile file = disk.openForReading(path)) {
      return read(file, journalId);
    }
  }

  static Optional<Slot> read(DiskFile file, long journalId) throws IOException {
    byte[] both = new byte[2 * SLOT];
    int count = file.read(0, both, 0, both.length);
    Optional<Slot> newest = Optional.empty();
    long newestTurn = -1;
    for (int at = 0; at + SLOT <= count; at += SLOT) {
      long turn = Bytes.getLong(both, at + 40);
      if (isWhole(both, at, journalId) && turn > newestTurn) {
        newestTurn = turn;
        newest = Optional.of(slot(both, at));
      }
    }
    return newest;
  }

  private static boolean isWhole(byte[] both, int at, long journalId) {
    return Bytes.getInt(both, at + CRC_AT) == Bytes.crc(journalId, both, at, CRC_AT);
  }

  private static Slot slot(byte[] both, int at) {
    return new Slot(
        new Mark(
            Bytes.getLong(both, at),
            Bytes.getLong(both, at + 8),
            Bytes.getLong(both, at + 16),
            Bytes.getInt(both, at + 32),
            Bytes.getLong(both, at + 24)),
        Bytes.getInt(both, at + 36) == 1);
  }
}

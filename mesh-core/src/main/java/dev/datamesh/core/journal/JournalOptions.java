package dev.datamesh.core.journal;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.disk.Disk;
import java.time.Clock;

/**
 * How a journal is kept. Immutable.
 *
 * @param durability what a durable commit survives
 * @param retention how much history stays below the snapshots
 * @param clock gives commits their times
 * @param disk where the files are
 * @param pieceBytes size at which the log goes on in a new file
 * @param commitBytes the most bytes of one commit
 * @param pendingBytes what may wait to be written before writers are held back
 */
public record JournalOptions(
    Durability durability,
    Retention retention,
    Clock clock,
    Disk disk,
    long pieceBytes,
    int commitBytes,
    long pendingBytes) {

  private static final int SMALLEST_PIECE = 4096;
  private static final int LARGEST_COMMIT = 256 << 20;

  public JournalOptions {
    if (pieceBytes < SMALLEST_PIECE || pieceBytes > 1L << 40) {
      throw new InvalidInputException(
          "Cannot use pieces of %,d bytes: 4,096 bytes to 1 TiB".formatted(pieceBytes));
    }
    if (commitBytes < 1 || commitBytes > LARGEST_COMMIT || pendingBytes < 1) {
      throw new InvalidInputException(
          "Cannot use commits of %,d bytes and %,d bytes pending: 1 byte to 256 MiB, at least 1"
              .formatted(commitBytes, pendingBytes));
    }
  }

  /** Forced, all history, the system's clock and disk, pieces of 64 MiB, commits of 64 MiB. */
  public static JournalOptions standard() {
    return new JournalOptions(
        Durability.FSYNC,
        Retention.all(),
        Clock.systemUTC(),
        Disk.system(),
        64L << 20,
        64 << 20,
        64L << 20);
  }

  public JournalOptions withDurability(Durability value) {
    return new JournalOptions(value, retention, clock, disk, pieceBytes, commitBytes, pendingBytes);
  }

  public JournalOptions withRetention(Retention value) {
    return new JournalOptions(
        durability, value, clock, disk, pieceBytes, commitBytes, pendingBytes);
  }

  public JournalOptions withClock(Clock value) {
    return new JournalOptions(
        durability, retention, value, disk, pieceBytes, commitBytes, pendingBytes);
  }

  public JournalOptions withDisk(Disk value) {
    return new JournalOptions(
        durability, retention, clock, value, pieceBytes, commitBytes, pendingBytes);
  }

  public JournalOptions withPieceBytes(long value) {
    return new JournalOptions(durability, retention, clock, disk, value, commitBytes, pendingBytes);
  }

  public JournalOptions withCommitBytes(int value) {
    return new JournalOptions(durability, retention, clock, disk, pieceBytes, value, pendingBytes);
  }
}

package dev.datamesh.core.journal;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One file of the log: a header that is written once, and groups. The header says which revision
 * comes first and continues the chain of checksums.
 *
 * @param firstRevision of the piece; its file is named for it
 * @param previousCrc the checksum of the last group of the piece before, 0 at the beginning
 * @param previousMicros the time of the last commit before the piece
 */
record Piece(long journalId, long firstRevision, int previousCrc, long previousMicros) {

  static final int HEADER = 64;

  /** The version of the format that this build writes. */
  static final int VERSION = 1;

  static final String PREFIX = "log-";
  static final String SUFFIX = ".mesh";

  private static final byte[] MAGIC = "MESHJRNL".getBytes(StandardCharsets.US_ASCII);
  private static final int CRC_AT = 60;

  static String fileName(long firstRevision) {
    return PREFIX + "%019d".formatted(firstRevision) + SUFFIX;
  }

  String fileName() {
    return fileName(firstRevision);
  }

  /** The place before the first group. */
  Mark start() {
    return new Mark(firstRevision - 1, firstRevision, HEADER, previousCrc, previousMicros);
  }

  byte[] header() {
    byte[] bytes = new byte[HEADER];
    System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
    Bytes.putInt(bytes, 8, VERSION);
    Bytes.putInt(bytes, 12, HEADER);
    Bytes.putLong(bytes, 16, journalId);
    Bytes.putLong(bytes, 24, firstRevision);
    Bytes.putLong(bytes, 32, previousMicros);
    Bytes.putInt(bytes, 40, previousCrc);
    Bytes.putInt(bytes, CRC_AT, Bytes.crc(bytes, 0, CRC_AT));
    return bytes;
  }

  /** Reads the header; refuses a file that is none, damaged, or of a newer version. */
  static Piece read(DiskFile file, Path path) throws IOException {
    byte[] bytes = new byte[HEADER];
    int count = file.read(0, bytes, 0, HEADER);
    if (count < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new DamagedDataException(
          "Cannot read " + path + ", it does not begin as a piece of a journal",
          path.toString(),
          0);
    }
    int version = Bytes.getInt(bytes, 8);
    if (Bytes.getInt(bytes, CRC_AT) != Bytes.crc(bytes, 0, CRC_AT)) {
      throw new DamagedDataException(
          "Cannot read " + path + ", its header is damaged", path.toString(), 0);
    }
    requireKnown(version, path);
    return new Piece(
        Bytes.getLong(bytes, 16),
        Bytes.getLong(bytes, 24),
        Bytes.getInt(bytes, 40),
        Bytes.getLong(bytes, 32));
  }

  static void requireKnown(int version, Path path) {
    if (version > VERSION) {
      throw new StorageException(
          "Cannot read %s, its format is version %d and this build knows up to %d; open it with a"
                  .formatted(path, version, VERSION)
              + " newer build",
          path.toString());
    }
    if (version < 1) {
      throw new StorageException(
          "Cannot read %s, there is no format version %d".formatted(path, version),
          path.toString());
    }
  }
}

package dev.datamesh.core.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The bytes of one write to the log: all commits that one {@code force} serves, under one checksum.
 * The next group is written only after that {@code force}, so that at most the last group of a log
 * can be unfinished, and a good group proves those before it. The layout is that of
 * docs/journal-format.md. For one thread at a time.
 */
final class Group {

  /** Bytes before the first commit. */
  static final int HEADER = 32;

  /** Groups start at multiples of this. */
  static final int ALIGNMENT = 8;

  /** The group was not forced when it was written. */
  static final int UNFORCED = 1;

  static final int CRC = 0;
  static final int LENGTH = 4;
  static final int PREVIOUS = 8;
  static final int FLAGS = 12;
  static final int REVISION = 16;
  static final int COUNT = 24;

  private static final int COMMIT_HEADER = 12;
  private static final int KEPT_CAPACITY = 4 << 20;

  private byte[] bytes = new byte[16 << 10];
  private int length = HEADER;
  private int count;
  private long firstRevision;
  private long lastMicros;

  /** How many bytes one more commit of these records takes. */
  static long sizeOf(List<byte[]> records) {
    long size = COMMIT_HEADER;
    for (byte[] record : records) {
      size += Integer.BYTES + record.length;
    }
    return size;
  }

  void add(long revision, long micros, List<byte[]> records) {
    if (count == 0) {
      firstRevision = revision;
    }
    long end = length + sizeOf(records) + ALIGNMENT;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(end, end * 2)));
    }
    Bytes.putLong(bytes, length, micros);
    Bytes.putInt(bytes, length + 8, records.size());
    length += COMMIT_HEADER;
    for (byte[] record : records) {
      Bytes.putInt(bytes, length, record.length);
      System.arraycopy(record, 0, bytes, length + Integer.BYTES, record.length);
      length += Integer.BYTES + record.length;
    }
    count++;
    lastMicros = micros;
  }

  /** Completes the group and answers its checksum, which the next one carries. */
  int seal(long journalId, int previousCrc, int flags) {
    while (length % ALIGNMENT != 0) {
      bytes[length++] = 0;
    }
    Bytes.putInt(bytes, LENGTH, length);
    Bytes.putInt(bytes, PREVIOUS, previousCrc);
    Bytes.putInt(bytes, FLAGS, flags);
    Bytes.putLong(bytes, REVISION, firstRevision);
    Bytes.putInt(bytes, COUNT, count);
    Bytes.putInt(bytes, COUNT + 4, 0);
    int crc = Bytes.crc(journalId, bytes, LENGTH, length - LENGTH);
    Bytes.putInt(bytes, CRC, crc);
    return crc;
  }

  void clear() {
    length = HEADER;
    count = 0;
    if (bytes.length > KEPT_CAPACITY) {
      bytes = new byte[KEPT_CAPACITY];
    }
  }

  byte[] bytes() {
    return bytes;
  }

  /** The bytes the group takes in the log. */
  int length() {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  long lastRevision() {
    return firstRevision + count - 1;
  }

  long lastMicros() {
    return lastMicros;
  }

  /** Whether the bytes at a place are a whole group, whatever its place in the chain. */
  static boolean isWhole(long journalId, byte[] bytes, int at, int available) {
    int length = Bytes.getInt(bytes, at + LENGTH);
    return length >= HEADER
        && length <= available
        && length % ALIGNMENT == 0
        && Bytes.getInt(bytes, at + COUNT) > 0
        && Bytes.getInt(bytes, at + CRC)
            == Bytes.crc(journalId, bytes, at + LENGTH, length - LENGTH);
  }

  /** Gives the commits of a whole group from a revision on, their records copied. */
  static void commits(byte[] bytes, int at, long fromRevision, Consumer<Commit> each) {
    long revision = Bytes.getLong(bytes, at + REVISION);
    int commits = Bytes.getInt(bytes, at + COUNT);
    int place = at + HEADER;
    for (int i = 0; i < commits; i++, revision++) {
      long micros = Bytes.getLong(bytes, place);
      int records = Bytes.getInt(bytes, place + 8);
      place += COMMIT_HEADER;
      if (revision >= fromRevision) {
        List<byte[]> copies = copies(bytes, place, records);
        each.accept(new Commit(revision, CommitTime.ofMicros(micros), copies));
      }
      for (int r = 0; r < records; r++) {
        place += Integer.BYTES + Bytes.getInt(bytes, place);
      }
    }
  }

  private static List<byte[]> copies(byte[] bytes, int first, int records) {
    if (records == 1) {
      return List.of(copy(bytes, first));
    }
    List<byte[]> copies = new ArrayList<>(records);
    int place = first;
    for (int r = 0; r < records; r++) {
      byte[] record = copy(bytes, place);
      copies.add(record);
      place += Integer.BYTES + record.length;
    }
    return copies;
  }

  private static byte[] copy(byte[] bytes, int place) {
    int from = place + Integer.BYTES;
    return Arrays.copyOfRange(bytes, from, from + Bytes.getInt(bytes, place));
  }

  /** The time of the last commit of a whole group, in microseconds. */
  static long lastMicros(byte[] bytes, int at) {
    int commits = Bytes.getInt(bytes, at + COUNT);
    int place = at + HEADER;
    long micros = 0;
    for (int i = 0; i < commits; i++) {
      micros = Bytes.getLong(bytes, place);
      int records = Bytes.getInt(bytes, place + 8);
      place += COMMIT_HEADER;
      for (int r = 0; r < records; r++) {
        place += Integer.BYTES + Bytes.getInt(bytes, place);
      }
    }
    return micros;
  }
}

package dev.datamesh.core.journal;

import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;
import java.util.Arrays;

/** Walks over the groups of one piece and checks each against its chain. One thread at a time. */
final class PieceScanner {

  /** What stands at the scanner's place. */
  enum Found {
    /** A whole group of the chain; its bytes are at {@link #bytes()} from {@link #at()}. */
    GROUP,
    /** Unwritten space or the end of the file. */
    END,
    /** Anything else. */
    BAD
  }

  private final DiskFile file;
  private final long journalId;
  private final long limit;
  private byte[] buffer;
  private long bufferStart;
  private int buffered;
  private Mark place;
  private int groupLength;

  /**
   * Starts at a place.
   *
   * @param limit where reading stops, at most the file's size
   * @param chunk how many bytes are read at once
   */
  PieceScanner(DiskFile file, long journalId, Mark from, long limit, int chunk) {
    this.file = file;
    this.journalId = journalId;
    this.limit = limit;
    this.place = from;
    this.buffer = new byte[(int) Math.max(64, Math.min(chunk, limit - from.offset()))];
    this.bufferStart = from.offset();
  }

  /** Looks at the group at the current place. */
  Found look() throws IOException {
    groupLength = 0;
    int available = ensure(Group.HEADER);
    if (available < Group.HEADER) {
      return isZero(at(), available) ? Found.END : Found.BAD;
    }
    int length = Bytes.getInt(buffer, at() + Group.LENGTH);
    if (length == 0 && Bytes.getInt(buffer, at()) == 0) {
      return Found.END;
    }
    if (length < Group.HEADER || length > limit - place.offset()) {
      return Found.BAD;
    }
    available = ensure(length);
    if (!Group.isWhole(journalId, buffer, at(), available)
        || Bytes.getInt(buffer, at() + Group.PREVIOUS) != place.crc()
        || Bytes.getLong(buffer, at() + Group.REVISION) != place.revision() + 1) {
      return Found.BAD;
    }
    groupLength = length;
    return Found.GROUP;
  }

  /** Steps behind the group that was found. */
  void step() {
    step(afterGroup());
  }

  /** Steps to the place behind the group that was found, which the caller has already. */
  void step(Mark after) {
    place = after;
    groupLength = 0;
  }

  /** The place behind the group that was found. */
  Mark afterGroup() {
    return new Mark(
        place.revision() + Bytes.getInt(buffer, at() + Group.COUNT),
        place.piece(),
        place.offset() + groupLength,
        Bytes.getInt(buffer, at() + Group.CRC),
        Group.lastMicros(buffer, at()));
  }

  /** Whether the group that was found was written without a force. */
  boolean isUnforced() {
    return (Bytes.getInt(buffer, at() + Group.FLAGS) & Group.UNFORCED) != 0;
  }

  Mark place() {
    return place;
  }

  byte[] bytes() {
    return buffer;
  }

  int at() {
    return (int) (place.offset() - bufferStart);
  }

  int groupLength() {
    return groupLength;
  }

  /** Makes up to so many bytes from the place available, and answers how many there are. */
  private int ensure(int wanted) throws IOException {
    int have = buffered - at();
    int possible = (int) Math.min(wanted, limit - place.offset());
    if (have >= possible) {
      return possible;
    }
    if (have < 0) {
      have = 0;
      buffered = 0;
    }
    byte[] target = possible > buffer.length ? new byte[possible] : buffer;
    if (have > 0) {
      System.arraycopy(buffer, at(), target, 0, have);
    }
    buffer = target;
    bufferStart = place.offset();
    long rest = limit - bufferStart - have;
    int count =
        file.read(bufferStart + have, buffer, have, (int) Math.min(rest, buffer.length - have));
    buffered = have + count;
    return Math.min(possible, buffered);
  }

  private boolean isZero(int from, int length) {
    return Arrays.mismatch(buffer, from, from + length, new byte[Math.max(length, 1)], 0, length)
        < 0;
  }
}

package dev.datamesh.core.journal;

import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;

/**
 * Tells what lies behind the last whole group of a log: nothing, the rest of an unfinished write,
 * or damage, which is a bad group with a good one behind it.
 *
 * @param garbageEnd the end of what is not zero, or the start where all is
 * @param goodGroup the offset of a whole group behind the start that was forced, -1 if none
 */
record TailInspection(long garbageEnd, long goodGroup) {

  private static final int CHUNK = 1 << 20;

  /** Reads from the end of the last whole group to the end of the file. */
  static TailInspection of(DiskFile file, long journalId, Mark end) throws IOException {
    long size = file.size();
    long garbageEnd = lastNonZero(file, end.offset(), size);
    if (garbageEnd == end.offset()) {
      return new TailInspection(garbageEnd, -1);
    }
    return new TailInspection(garbageEnd, findGood(file, journalId, end, garbageEnd, size));
  }

  boolean isEmpty(Mark end) {
    return garbageEnd == end.offset();
  }

  private static long lastNonZero(DiskFile file, long from, long size) throws IOException {
    byte[] chunk = new byte[(int) Math.max(1, Math.min(CHUNK, size - from))];
    long last = from;
    for (long at = from; at < size; ) {
      int count = file.read(at, chunk, 0, (int) Math.min(chunk.length, size - at));
      if (count == 0) {
        break;
      }
      for (int i = count - 1; i >= 0; i--) {
        if (chunk[i] != 0) {
          last = at + i + 1;
          break;
        }
      }
      at += count;
    }
    return last;
  }

  /** The first whole, forced group of a later revision, at any place where one can begin. */
  private static long findGood(DiskFile file, long journalId, Mark end, long garbageEnd, long size)
      throws IOException {
    byte[] window = new byte[0];
    long windowStart = 0;
    for (long at = end.offset() + Group.ALIGNMENT;
        at + Group.HEADER <= garbageEnd + Group.ALIGNMENT && at + Group.HEADER <= size;
        at += Group.ALIGNMENT) {
      if (at + Group.HEADER > windowStart + window.length) {
        window = readAt(file, at, (int) Math.min(CHUNK, size - at));
        windowStart = at;
      }
      int place = (int) (at - windowStart);
      if (place + Group.HEADER > window.length) {
        break;
      }
      int length = Bytes.getInt(window, place + Group.LENGTH);
      long revision = Bytes.getLong(window, place + Group.REVISION);
      if (length >= Group.HEADER
          && length <= size - at
          && revision > end.revision() + 1
          && revision - end.revision() <= (at - end.offset()) / Group.ALIGNMENT + 1
          && (Bytes.getInt(window, place + Group.FLAGS) & Group.UNFORCED) == 0
          && isWhole(file, journalId, at, length)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isWhole(DiskFile file, long journalId, long at, int length)
      throws IOException {
    byte[] group = readAt(file, at, length);
    return group.length == length && Group.isWhole(journalId, group, 0, length);
  }

  private static byte[] readAt(DiskFile file, long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    int count = file.read(at, bytes, 0, length);
    return count == length ? bytes : java.util.Arrays.copyOf(bytes, count);
  }
}

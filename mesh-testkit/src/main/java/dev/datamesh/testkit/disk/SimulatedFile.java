package dev.datamesh.testkit.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The bytes of one file: as readers see them, as the platter has them, and the versions of each
 * sector in between that a crash may have written. Guarded by its disk.
 */
final class SimulatedFile {

  private static final int MOST_VERSIONS = 6;

  private final int sector;
  private byte[] current;
  private int length;
  private byte[] durable;
  private int durableLength;

  /** Versions of sectors that were written since the last force. */
  private final Map<Integer, List<byte[]>> dirty = new TreeMap<>();

  /** Versions that a failed force gave up: no later force writes them. */
  private final Map<Integer, List<byte[]>> lost = new TreeMap<>();

  SimulatedFile(int sector) {
    this(sector, new byte[0]);
  }

  private SimulatedFile(int sector, byte[] durable) {
    this.sector = sector;
    this.durable = durable;
    this.durableLength = durable.length;
    this.current = durable.clone();
    this.length = durable.length;
  }

  int length() {
    return length;
  }

  int read(long position, byte[] target, int offset, int count) {
    int possible = (int) Math.max(0, Math.min(count, length - position));
    if (possible > 0) {
      System.arraycopy(current, (int) position, target, offset, possible);
    }
    return possible;
  }

  void write(long position, byte[] source, int offset, int count) {
    int end = Math.toIntExact(position + count);
    current = grown(current, end);
    length = Math.max(length, end);
    System.arraycopy(source, offset, current, (int) position, count);
    for (int s = (int) (position / sector); s * sector < end; s++) {
      List<byte[]> versions = dirty.computeIfAbsent(s, key -> new ArrayList<>());
      if (versions.size() == MOST_VERSIONS) {
        versions.remove(0);
      }
      versions.add(content(current, s));
    }
  }

  void force() {
    durableLength = length;
    flush(Integer.MAX_VALUE);
  }

  void forceData() {
    flush(durableLength);
  }

  private void flush(int below) {
    dirty
        .keySet()
        .removeIf(
            s -> {
              if (s * sector >= below) {
                return false;
              }
              durable = grown(durable, (s + 1) * sector);
              System.arraycopy(content(current, s), 0, durable, s * sector, sector);
              lost.remove(s);
              return true;
            });
  }

  /** A force failed: the system takes the pages for clean from now on. */
  void giveUp() {
    dirty.forEach(
        (s, versions) -> lost.computeIfAbsent(s, k -> new ArrayList<>()).addAll(versions));
    dirty.clear();
  }

  /** The system drops some of the pages that a failed force gave up, and reads the platter. */
  void evict(Random random) {
    lost.keySet()
        .removeIf(
            s -> {
              boolean dropped = random.nextBoolean() && !dirty.containsKey(s);
              int count = Math.min(sector, length - s * sector);
              if (dropped && count > 0) {
                System.arraycopy(content(durable, s), 0, current, s * sector, count);
              }
              return dropped;
            });
  }

  void flip(long offset, int mask) {
    current[(int) offset] ^= (byte) mask;
    if (offset < durable.length) {
      durable[(int) offset] ^= (byte) mask;
    }
  }

  /** The file after a crash: each sector in one of the versions it may have on the platter. */
  SimulatedFile afterCrash(Random random, Keep keep) {
    boolean longer =
        switch (keep) {
          case NOTHING -> false;
          case EVERYTHING -> true;
          case ANYTHING -> random.nextBoolean();
        };
    int newLength = longer ? length : durableLength;
    byte[] bytes = Arrays.copyOf(durable, newLength);
    Arrays.fill(bytes, Math.min(durableLength, newLength), newLength, (byte) 0);
    keepSome(lost, bytes, random, keep);
    keepSome(dirty, bytes, random, keep);
    return new SimulatedFile(sector, bytes);
  }

  private void keepSome(
      Map<Integer, List<byte[]>> versions, byte[] bytes, Random random, Keep keep) {
    versions.forEach(
        (s, list) -> {
          int choice =
              switch (keep) {
                case NOTHING -> -1;
                case EVERYTHING -> list.size() - 1;
                case ANYTHING -> random.nextInt(list.size() + 1) - 1;
              };
          int count = Math.min(sector, bytes.length - s * sector);
          if (choice >= 0 && count > 0) {
            System.arraycopy(list.get(choice), 0, bytes, s * sector, count);
          }
        });
  }

  /** What a crash keeps of the writes that were not forced. */
  enum Keep {
    NOTHING,
    EVERYTHING,
    ANYTHING
  }

  private byte[] content(byte[] bytes, int s) {
    byte[] content = new byte[sector];
    int from = s * sector;
    if (from < bytes.length) {
      System.arraycopy(bytes, from, content, 0, Math.min(sector, bytes.length - from));
    }
    return content;
  }

  private static byte[] grown(byte[] bytes, int length) {
    return length <= bytes.length
        ? bytes
        : Arrays.copyOf(bytes, Math.max(length, Math.min(bytes.length * 2, 1 << 26)));
  }
}

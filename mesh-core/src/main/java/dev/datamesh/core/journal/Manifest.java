package dev.datamesh.core.journal;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The list of what belongs to the journal, in a text file of its own that is written aside and
 * renamed; the newest whole one holds. A file that neither of the last two names is no part of the
 * journal.
 *
 * @param sequence one more than that of the manifest before
 * @param pieces first revisions of the pieces, ascending; the last one is written to
 * @param snapshots revisions of the snapshots, ascending, at most two
 * @param durable a place up to which the log is known to be durable, in the last piece
 * @param clean whether the journal was closed after the manifest was written
 */
record Manifest(
    long sequence,
    long journalId,
    List<Long> pieces,
    List<Long> snapshots,
    Mark durable,
    boolean clean) {

  static final String PREFIX = "manifest-";
  static final String ASIDE = ".tmp";
  private static final String TITLE = "mesh-journal";
  private static final int LONGEST = 64 << 20;

  Manifest {
    pieces = List.copyOf(pieces);
    snapshots = List.copyOf(snapshots);
  }

  static String fileName(long sequence) {
    return PREFIX + "%019d".formatted(sequence);
  }

  String fileName() {
    return fileName(sequence);
  }

  /** The first revision that the pieces hold. */
  long oldest() {
    return pieces.get(0);
  }

  long newestSnapshot() {
    return snapshots.isEmpty() ? 0 : snapshots.get(snapshots.size() - 1);
  }

  long lastPiece() {
    return pieces.get(pieces.size() - 1);
  }

  /** Writes the manifest durably under its own new name. */
  void write(Disk disk, Path folder) throws IOException {
    byte[] bytes = text().getBytes(StandardCharsets.US_ASCII);
    Path aside = folder.resolve(fileName() + ASIDE);
    disk.delete(aside);
    try (DiskFile file = disk.create(aside)) {
      file.write(0, bytes, 0, bytes.length);
      file.force();
    }
    disk.rename(aside, folder.resolve(fileName()));
    disk.forceFolder(folder);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    text.append(TITLE).append(' ').append(Piece.VERSION).append('\n');
    text.append("sequence ").append(sequence).append('\n');
    text.append("journal ").append(Long.toHexString(journalId)).append('\n');
    pieces.forEach(piece -> text.append("piece ").append(piece).append('\n'));
    snapshots.forEach(snapshot -> text.append("snapshot ").append(snapshot).append('\n'));
    text.append("durable ")
        .append("%d %d %d ".formatted(durable.revision(), durable.piece(), durable.offset()))
        .append("%08x %d\n".formatted(durable.crc(), durable.micros()));
    text.append(clean ? "closed\n" : "open\n");
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    return text.append("crc32c %08x\n".formatted(Bytes.crc(bytes, 0, bytes.length))).toString();
  }

  /** Reads a manifest; empty where its bytes are not those that were written. */
  static Optional<Manifest> read(Disk disk, Path file) throws IOException {
    byte[] bytes;
    try (DiskFile open = disk.openForReading(file)) {
      bytes = new byte[(int) Math.min(open.size(), LONGEST)];
      if (open.read(0, bytes, 0, bytes.length) < bytes.length) {
        return Optional.empty();
      }
    }
    String text = new String(bytes, StandardCharsets.US_ASCII);
    int last = text.lastIndexOf("crc32c ");
    if (last < 0 || !text.substring(last).equals(crcLine(bytes, last))) {
      return Optional.empty();
    }
    return Optional.of(parse(text.substring(0, last).lines().toList(), file));
  }

  private static String crcLine(byte[] bytes, int length) {
    return "crc32c %08x\n".formatted(Bytes.crc(bytes, 0, length));
  }

  private static Manifest parse(List<String> lines, Path file) {
    try {
      String[] title = lines.get(0).split(" ");
      if (!title[0].equals(TITLE)) {
        throw damaged(file, null);
      }
      Piece.requireKnown(Integer.parseInt(title[1]), file);
      List<Long> pieces = new ArrayList<>();
      List<Long> snapshots = new ArrayList<>();
      long sequence = 0;
      long journal = 0;
      Mark durable = new Mark(0, 0, 0, 0, 0);
      boolean clean = false;
      for (String line : lines.subList(1, lines.size())) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "sequence" -> sequence = Long.parseLong(words[1]);
          case "journal" -> journal = Long.parseUnsignedLong(words[1], 16);
          case "piece" -> pieces.add(Long.parseLong(words[1]));
          case "snapshot" -> snapshots.add(Long.parseLong(words[1]));
          case "durable" -> durable = mark(words);
          case "closed" -> clean = true;
          case "open" -> clean = false;
          default -> throw damaged(file, null);
        }
      }
      return new Manifest(sequence, journal, pieces, snapshots, durable, clean);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw damaged(file, e);
    }
  }

  private static Mark mark(String[] words) {
    return new Mark(
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Integer.parseUnsignedInt(words[4], 16),
        Long.parseLong(words[5]));
  }

  private static DamagedDataException damaged(
      Path file, @org.jspecify.annotations.Nullable Throwable cause) {
    return new DamagedDataException(
        "Cannot read " + file + ", its lines are no manifest of a journal",
        file.toString(),
        0,
        cause);
  }
}

package dev.datamesh.core.journal;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Reads commits out of the pieces, each group checked as it is read. Open files and the places seen
 * are kept, so that a page deep in a piece need not begin at its start. Safe for use by many
 * threads.
 */
final class LogHistory implements AutoCloseable {

  private static final int PAGE_CHUNK = 64 << 10;
  private static final int REPLAY_CHUNK = 256 << 10;
  private static final int INDEX_STEP = 64 << 10;
  private static final long PAGE_BYTES = 16L << 20;

  private final LogFolder folder;
  private final Map<Long, OpenPiece> open = new HashMap<>();

  LogHistory(LogFolder folder) {
    this.folder = folder;
  }

  /** A piece's file and places in it, by the revision that follows them. */
  private record OpenPiece(DiskFile file, TreeMap<Long, Mark> places) {}

  /** A page of commits; at least one where there is any, at most the limit or about 16 MiB. */
  List<Commit> page(LogEnd end, long from, int limit) throws IOException {
    List<Commit> page = new ArrayList<>();
    long[] bytes = {0};
    walk(
        end,
        from,
        PAGE_CHUNK,
        commit -> {
          page.add(commit);
          for (byte[] record : commit.records()) {
            bytes[0] += record.length;
          }
          return page.size() < limit && bytes[0] < PAGE_BYTES;
        });
    return page.size() > limit ? page.subList(0, limit) : page;
  }

  /** Gives all commits from a revision to the end. */
  void replay(LogEnd end, long from, java.util.function.Consumer<Commit> each) throws IOException {
    walk(
        end,
        from,
        REPLAY_CHUNK,
        commit -> {
          each.accept(commit);
          return true;
        });
  }

  private void walk(LogEnd end, long from, int chunk, Predicate<Commit> goOn) throws IOException {
    long next = from;
    while (next <= end.mark().revision()) {
      long piece = end.pieceOf(next);
      long stop = end.nextAfter(piece);
      if (!walkPiece(end, piece, next, stop, chunk, goOn)) {
        return;
      }
      next = stop;
    }
  }

  private boolean walkPiece(
      LogEnd end, long piece, long from, long stop, int chunk, Predicate<Commit> goOn)
      throws IOException {
    OpenPiece opened = openPiece(end.manifest(), piece);
    long limit = piece == end.mark().piece() ? end.mark().offset() : opened.file().size();
    PieceScanner scanner =
        new PieceScanner(
            opened.file(), end.manifest().journalId(), placeBefore(opened, from), limit, chunk);
    long indexed = scanner.place().offset();
    boolean[] wanted = {true};
    while (scanner.place().revision() + 1 < stop && wanted[0]) {
      if (scanner.look() != PieceScanner.Found.GROUP) {
        throw damaged(piece, scanner.place().offset());
      }
      if (scanner.place().offset() - indexed >= INDEX_STEP) {
        remember(opened, scanner.place());
        indexed = scanner.place().offset();
      }
      Mark after = scanner.afterGroup();
      if (after.revision() >= from) {
        Group.commits(
            scanner.bytes(),
            scanner.at(),
            from,
            commit -> {
              if (wanted[0]) {
                wanted[0] = goOn.test(commit);
              }
            });
      }
      scanner.step(after);
    }
    return wanted[0];
  }

  private OpenPiece openPiece(Manifest manifest, long piece) throws IOException {
    synchronized (open) {
      OpenPiece known = open.get(piece);
      if (known == null) {
        DiskFile file = folder.openPiece(manifest, piece);
        TreeMap<Long, Mark> places = new TreeMap<>();
        Mark start = Piece.read(file, folder.piece(piece)).start();
        places.put(start.revision() + 1, start);
        known = new OpenPiece(file, places);
        open.put(piece, known);
      }
      return known;
    }
  }

  private Mark placeBefore(OpenPiece piece, long revision) {
    synchronized (open) {
      return piece.places().floorEntry(revision).getValue();
    }
  }

  private void remember(OpenPiece piece, Mark place) {
    synchronized (open) {
      piece.places().put(place.revision() + 1, place);
    }
  }

  /** Forgets the pieces that a manifest no longer names. */
  void retain(Manifest manifest) throws IOException {
    List<DiskFile> dropped = new ArrayList<>();
    synchronized (open) {
      open.entrySet()
          .removeIf(
              entry -> {
                boolean gone = !manifest.pieces().contains(entry.getKey());
                if (gone) {
                  dropped.add(entry.getValue().file());
                }
                return gone;
              });
    }
    for (DiskFile file : dropped) {
      file.close();
    }
  }

  private DamagedDataException damaged(long piece, long offset) {
    String path = folder.piece(piece).toString();
    return new DamagedDataException(
        "Cannot read the journal in %s, %s is damaged at byte %,d; `mesh journal salvage` copies"
                .formatted(folder.path(), path, offset)
            + " what is whole",
        path,
        offset);
  }

  @Override
  public void close() throws IOException {
    synchronized (open) {
      for (OpenPiece piece : open.values()) {
        piece.file().close();
      }
      open.clear();
    }
  }
}

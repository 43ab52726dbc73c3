package dev.datamesh.featurestore;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Version;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The journal {@code feature-rows} of earlier builds: marks, and rows that were in no segment. It
 * becomes part of the store and is deleted. Records of rows describe themselves. Layout:
 * docs/tail-format.md. For one thread at a time.
 */
final class EarlierPushes {

  private static final byte ROWS = 1;
  private static final byte MARKED = 2;
  private static final byte ERASED = 3;
  private static final byte RAN = 4;

  /** Rows under one number. */
  private record Rows(String view, PushTarget target, long first, Frame rows, Instant time) {}

  private final Path folder;
  private final List<Rows> pushes = new ArrayList<>();
  private final List<MarkRecord.Ran> marks = new ArrayList<>();
  private long end;

  private EarlierPushes(Path folder) {
    this.folder = folder;
  }

  /** What a folder has of it; empty where there is none. */
  static Optional<EarlierPushes> in(Path folder, JournalOptions options) {
    EarlierPushes found = new EarlierPushes(folder);
    try {
      if (options.disk().list(folder).isEmpty()) {
        return Optional.empty();
      }
    } catch (IOException e) {
      throw failed("read", folder, e);
    }
    try (Journal journal = Journal.at(folder, options)) {
      journal.replay(journal.oldest(), found::read);
    }
    return Optional.of(found);
  }

  private void read(Commit commit) {
    for (byte[] record : commit.records()) {
      try {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
        byte kind = in.readByte();
        long number = in.readLong();
        switch (kind) {
          case ROWS -> rows(in, number, commit.time());
          case MARKED -> marks.add(mark(in, -1, commit.time()));
          case RAN -> marks.add(mark(in, in.readLong(), commit.time()));
          case ERASED -> erase(in);
          default -> throw new IOException("kind " + kind);
        }
      } catch (IOException | IllegalArgumentException e) {
        throw new DamagedDataException(
            "Cannot read a record of %s, it is of another build: %s"
                .formatted(folder, e.getMessage()),
            folder.toString(),
            0,
            e);
      }
    }
  }

  private void rows(DataInputStream in, long first, Instant time) throws IOException {
    String view = in.readUTF();
    PushTarget target = PushTarget.valueOf(in.readUTF());
    Frame rows = FrameBytes.read(in);
    pushes.add(new Rows(view, target, first, rows, time));
    end = Math.max(end, first + rows.rows());
  }

  private static MarkRecord.Ran mark(DataInputStream in, long rows, Instant time)
      throws IOException {
    return new MarkRecord.Ran(in.readUTF(), MarkRecord.run(in), rows, Micros.down(time));
  }

  private void erase(DataInputStream in) throws IOException {
    String view = in.readUTF();
    Frame key = FrameBytes.read(in);
    List<Object> values = new ArrayList<>();
    for (Column column : key.columns()) {
      values.add(Objects.requireNonNull(column.get(0)));
    }
    ErasedKey erased = new ErasedKey(key.schema().names(), values);
    List<Rows> kept = new ArrayList<>();
    for (Rows each : pushes) {
      if (!each.view.equals(view)) {
        kept.add(each);
        continue;
      }
      for (ErasedKey.Piece piece : erased.piecesWithout(each.rows)) {
        kept.add(new Rows(view, each.target, each.first + piece.from(), piece.rows(), each.time));
      }
    }
    pushes.clear();
    pushes.addAll(kept);
  }

  /** The views that have rows here. */
  List<String> views() {
    return pushes.stream().map(Rows::view).distinct().toList();
  }

  /** How many sequences the rows take. */
  long sequences() {
    return end;
  }

  /**
   * The rows as entries of a tail.
   *
   * @param first that the numbers count from
   */
  List<TailEntry> entries(long first, Function<String, List<Version<FeatureView>>> versions) {
    List<TailEntry> entries = new ArrayList<>();
    for (Rows each : pushes) {
      List<Version<FeatureView>> known = versions.apply(each.view);
      FeatureView view = fitting(known, each.rows);
      Frame rows = view == null ? null : OfflineRows.adaptedTo(view, each.rows);
      // Numbers count all rows, those without a key and those kept aside too.
      for (ErasedKey.Piece piece : rows == null ? List.<ErasedKey.Piece>of() : single(rows)) {
        PushedRows split = PushedRows.of(Objects.requireNonNull(view), piece.rows());
        TailRecord record = TailRecord.of(view, 0, each.target, split);
        TailEntry entry =
            new TailEntry(record.numbered(first + each.first + piece.from()), each.time);
        if (entry.kept() + entry.aside() > 0) {
          entries.add(entry);
        }
      }
    }
    return entries;
  }

  private static List<ErasedKey.Piece> single(Frame rows) {
    boolean whole = rows.columns().stream().noneMatch(Column::hasNulls);
    List<ErasedKey.Piece> pieces = new ArrayList<>();
    for (int row = 0; !whole && row < rows.rows(); row++) {
      pieces.add(new ErasedKey.Piece(rows.take(new int[] {row}), row));
    }
    return whole ? List.of(new ErasedKey.Piece(rows, 0)) : pieces;
  }

  /** The newest version all of whose columns the rows have; else the newest with their keys. */
  private static @org.jspecify.annotations.Nullable FeatureView fitting(
      List<Version<FeatureView>> versions, Frame rows) {
    FeatureView found = null;
    for (Version<FeatureView> version : versions) {
      FeatureView view = version.definition();
      boolean whole =
          ViewRows.columns(view).stream()
              .allMatch(
                  field ->
                      rows.findColumn(field.name())
                          .filter(column -> column.type().equals(field.type()))
                          .isPresent());
      if (whole || (found == null && OfflineRows.adaptedTo(view, rows) != null)) {
        found = view;
      }
    }
    return found;
  }

  /**
   * The marks.
   *
   * @param first that the rows' numbers count from
   */
  List<MarkRecord> marks(long first) {
    boolean ofTheseRows = pushes.stream().anyMatch(each -> each.target.offline());
    List<MarkRecord> moved = new ArrayList<>();
    for (MarkRecord.Ran mark : marks) {
      moved.add(
          new MarkRecord.Ran(
              mark.table(),
              ofTheseRows ? mark.run().later(first) : mark.run(),
              mark.rows(),
              mark.micros()));
    }
    return moved;
  }

  /** Deletes the journal in a folder, where there is one. */
  static void delete(Path folder, Disk disk) {
    try {
      disk.deleteFolder(folder);
    } catch (IOException e) {
      throw failed("delete", folder, e);
    }
  }

  private static StorageException failed(String verb, Path folder, IOException e) {
    return new StorageException(
        "Cannot %s the journal of an earlier build in %s: %s".formatted(verb, folder, e),
        folder.toString(),
        e);
  }
}

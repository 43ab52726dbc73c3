package dev.datamesh.featurestore.offline;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import dev.datamesh.core.journal.Durability;
import dev.datamesh.core.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The folder of segment files as its one writer sees it. Safe for use by many threads. */
final class SegmentFolder {

  private final Disk disk;
  private final Durability durability;
  private final Path path;
  private final long openedAt;
  private final AtomicLong made = new AtomicLong();

  SegmentFolder(JournalOptions options, Path path, long openedAt) {
    this.disk = options.disk();
    this.durability = options.durability();
    this.path = path;
    this.openedAt = openedAt;
  }

  Disk disk() {
    return disk;
  }

  Path path() {
    return path;
  }

  /**
   * A name that no segment ever had: it begins with the revision at which the store was opened, and
   * an opening after a segment was named in a record sees a greater one.
   */
  Path newName() {
    return path.resolve("s%d-%d.seg".formatted(openedAt, made.incrementAndGet()));
  }

  /** Makes the names of files durable. */
  void force() throws IOException {
    if (durability == Durability.FSYNC) {
      disk.forceFolder(path);
    }
  }

  void force(DiskFile file) throws IOException {
    if (durability == Durability.FSYNC) {
      file.force();
    }
  }

  /** Every file that a record names is there, whole as far as its length tells. */
  void check(StoreState state) throws IOException {
    for (TableState table : state.tables().values()) {
      for (SegmentRef ref : table.segments()) {
        Path file = path.resolve(ref.file());
        if (!disk.exists(file)) {
          throw damaged(table, file, 0, "it is missing");
        }
        try (DiskFile opened = disk.openForReading(file)) {
          if (opened.size() != ref.bytes()) {
            throw damaged(
                table,
                file,
                opened.size(),
                "it has %,d bytes instead of %,d".formatted(opened.size(), ref.bytes()));
          }
        }
      }
    }
  }

  private static DamagedDataException damaged(
      TableState table, Path file, long offset, String why) {
    return new DamagedDataException(
        "Cannot open segment %s of table \"%s\", %s; restore it from a backup"
            .formatted(file, table.layout().name(), why),
        file.toString(),
        offset);
  }

  /** Deletes the files that no record names. */
  void deleteOthers(Set<String> named) throws IOException {
    for (String file : disk.list(path)) {
      if (!named.contains(file)) {
        disk.delete(path.resolve(file));
      }
    }
  }
}

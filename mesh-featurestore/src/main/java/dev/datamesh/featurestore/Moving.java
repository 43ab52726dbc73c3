package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.journal.JournalOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the journal of an earlier build part of the store, as soon as all its views are known: its
 * rows get sequences behind all that there are, and its marks follow them. Safe for use by many
 * threads.
 */
final class Moving {

  private final Path folder;
  private final Disk disk;
  private final StoredRows stored;
  private final OnlineRows online;
  private final PushTail tail;
  private final Marks marks;
  private final RegistryBook book;
  private @Nullable EarlierPushes earlier;

  Moving(
      Path folder,
      JournalOptions options,
      StoredRows stored,
      OnlineRows online,
      PushTail tail,
      Marks marks,
      RegistryBook book) {
    this.folder = folder;
    this.disk = options.disk();
    this.stored = stored;
    this.online = online;
    this.tail = tail;
    this.marks = marks;
    this.book = book;
    if (marks.hasMoved()) {
      EarlierPushes.delete(folder, disk);
    } else {
      this.earlier = EarlierPushes.in(folder, options).orElse(null);
    }
  }

  private Optional<String> unknown(EarlierPushes found) {
    return found.views().stream().filter(view -> !book.hasKnown(view)).findFirst();
  }

  /** Moves the rows where that can be done. */
  synchronized void move() {
    EarlierPushes found = earlier;
    if (found == null || unknown(found).isPresent()) {
      return;
    }
    // They count records of the journal that goes.
    online.deleteSnapshots(table -> true);
    tail.alone(
        found.sequences(),
        first -> {
          move(found, first);
          return true;
        });
    EarlierPushes.delete(folder, disk);
    earlier = null;
  }

  /** The marks say from where the numbers count, so that a second attempt finds the first. */
  private void move(EarlierPushes found, long first) {
    if (marks.moved().isEmpty()) {
      List<MarkRecord> records = new ArrayList<>(List.of(new MarkRecord.Moving(first)));
      records.addAll(found.marks(first));
      records.addAll(Marks.of(found.entries(first, book::versions)));
      marks.write(records);
    }
    List<TailEntry> entries = found.entries(marks.moved().orElseThrow(), book::versions);
    if (!entries.isEmpty() && !isThere(entries.get(0))) {
      TailRows.append(stored, entries);
      online.change(() -> entries.forEach(this::serve));
    }
    marks.write(List.of(new MarkRecord.Moved()));
  }

  /** Into the tables that there are already. */
  private void serve(TailEntry entry) {
    if (entry.target().online()) {
      try (ServedPush push = new ServedPush(online, entry.view(), entry.rows().kept())) {
        push.serve(book.versions(entry.view().name()), Micros.down(entry.commit()), entry.first());
      }
    }
  }

  private boolean isThere(TailEntry entry) {
    String table =
        entry.kept() == 0
            ? StoredRows.asideTable(entry.view())
            : StoredRows.table(entry.view(), entry.target());
    return stored.store().hasBatch(table, entry.first());
  }

  /** Refuses what has to reach all rows, while some are not part of the store yet. */
  synchronized void requireDone(String what) {
    EarlierPushes found = earlier;
    if (found != null) {
      throw new InvalidInputException(
          "Cannot %s, the journal %s of an earlier build has rows of view \"%s\", which is unknown: apply its definition first"
              .formatted(what, folder, unknown(found).orElse("")));
    }
  }
}

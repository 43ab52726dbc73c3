package dev.datamesh.featurestore.offline;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.OutcomeUnknownException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Everything that changes tables. Batches share a lock that erasing, dropping and defining take
 * alone; whoever replaces segments holds another, so that compaction goes on beside batches. Safe
 * for use by many threads.
 */
final class Rewriting implements AutoCloseable {

  private final SegmentFolder files;
  private final OpenSegments open;
  private final Commits commits;
  private final OfflineOptions options;
  private final ReadWriteLock batches = new ReentrantReadWriteLock();
  private final Lock structure = new ReentrantLock();

  /** Replaced files, kept until the replacement after the next, for readers beside this process. */
  private final List<String> retired = new ArrayList<>();

  private final SegmentCopies copies;
  private final BackgroundWork work;

  Rewriting(SegmentFolder files, OpenSegments open, Commits commits, OfflineOptions options) {
    this.files = files;
    this.open = open;
    this.commits = commits;
    this.options = options;
    this.copies = new SegmentCopies(files, open);
    this.work = new BackgroundWork("mesh-offline-compaction", this::tidy);
  }

  void start() {
    if (options.compaction() == OfflineOptions.Compaction.BACKGROUND) {
      work.start();
    }
  }

  private void tidy() {
    compactTiers();
    commits.storeSnapshot();
  }

  private StorageException failed(String what, IOException e) {
    return new StorageException(
        "Cannot %s in %s: %s; nothing was changed".formatted(what, files.path(), e),
        files.path().toString(),
        e);
  }

  void define(TableLayout layout) {
    structure.lock();
    batches.writeLock().lock();
    try {
      commits.append(List.of(new StoreRecord.Define(layout)));
    } finally {
      batches.writeLock().unlock();
      structure.unlock();
    }
  }

  AppendBatch batch(String table) {
    return batch(commits.state().table(table).layout());
  }

  /** A batch of some of a table's features alone. */
  AppendBatch batch(String table, List<String> features) {
    TableLayout layout = commits.state().table(table).layout();
    List<Field> fields =
        layout.columns().fields().stream().filter(each -> features.contains(each.name())).toList();
    return batch(layout.withColumns(new Schema(fields)));
  }

  private AppendBatch batch(TableLayout layout) {
    return new AppendBatch(layout, files, options.segmentRows(), new BatchTarget());
  }

  /** Batches are written without a lock; what may have changed meanwhile is asked at the commit. */
  private final class BatchTarget implements AppendBatch.Target {

    @Override
    public List<Appended> commit(List<AppendBatch> written) throws IOException {
      files.force();
      batches.readLock().lock();
      try {
        written.forEach(this::requireSameTable);
        return commits.appendBatches(written);
      } finally {
        batches.readLock().unlock();
        work.wake();
      }
    }

    private void requireSameTable(AppendBatch batch) {
      TableLayout now = commits.state().table(batch.layout().name()).layout();
      if (!now.keys().equals(batch.layout().keys())
          || !now.columns().fields().containsAll(batch.layout().columns().fields())) {
        throw new ClosedException(
            "Cannot commit a batch of table \"%s\", it or one of its columns was dropped meanwhile"
                .formatted(batch.layout().name()),
            batch.layout().name());
      }
    }

    @Override
    public void end(AppendBatch batch) {
      // Nothing is held for a batch.
    }

    @Override
    public RuntimeException failed(String what, IOException e) {
      return Rewriting.this.failed(what, e);
    }
  }

  Erasure erase(Map<String, List<List<Object>>> keysByTable) {
    structure.lock();
    batches.writeLock().lock();
    List<Path> written = new ArrayList<>();
    try {
      List<StoreRecord> records = new ArrayList<>();
      List<String> removed = new ArrayList<>();
      long rows = 0;
      for (Map.Entry<String, List<List<Object>>> each : new TreeMap<>(keysByTable).entrySet()) {
        TableState table = commits.state().table(each.getKey());
        RowSelection doomed =
            new RowSelection(RowQuery.all().withKeys(each.getValue()), table.layout());
        StoreRecord.Replace replace = copies.without(table, doomed, Long.MIN_VALUE, written);
        if (!replace.removed().isEmpty()) {
          records.add(replace);
          removed.addAll(replace.removed());
          rows += replace.erased().length;
        }
      }
      if (!records.isEmpty()) {
        files.force();
        append(records, written);
      }
      return new Erasure(rows, removed.size(), deleteNow(removed));
    } catch (IOException e) {
      throw failed("erase rows", e);
    } finally {
      deleteQuietly(written);
      batches.writeLock().unlock();
      structure.unlock();
    }
  }

  /** Commits records; the files that they name stay from now on. */
  private void append(List<StoreRecord> records, List<Path> written) {
    try {
      commits.append(records);
    } catch (OutcomeUnknownException e) {
      written.clear(); // The record may be there: then it needs the files.
      throw e;
    }
    written.clear();
  }

  /** Deletes these files and all that are kept for readers: they too have what was erased. */
  private List<String> deleteNow(List<String> removed) {
    retired.addAll(removed);
    List<String> left = new ArrayList<>();
    try {
      for (String file : retired) {
        open.deleteNow(file);
        if (files.disk().exists(files.path().resolve(file))) {
          left.add(file);
        }
      }
      retired.clear();
      files.force();
    } catch (IOException e) {
      throw new StorageException(
          "Cannot delete files in %s that nothing names any more: %s; what they had is no longer read, they go when this is done again or the store is opened"
              .formatted(files.path(), e),
          files.path().toString(),
          e);
    }
    return left;
  }

  long retain(String name, long fromMicros) {
    structure.lock();
    batches.writeLock().lock();
    List<Path> written = new ArrayList<>();
    try {
      TableState table = commits.state().table(name);
      RowSelection doomed =
          new RowSelection(
              RowQuery.all().withTimes(Long.MIN_VALUE, fromMicros - 1), table.layout());
      StoreRecord.Replace found = copies.without(table, doomed, fromMicros, written);
      if (!found.removed().isEmpty()) {
        files.force();
        append(
            List.of(
                new StoreRecord.Replace(
                    name, found.removed(), found.added(), new long[0], fromMicros)),
            written);
      }
      deleteNow(found.removed());
      return found.erased().length;
    } catch (IOException e) {
      throw failed("drop old rows", e);
    } finally {
      deleteQuietly(written);
      batches.writeLock().unlock();
      structure.unlock();
    }
  }

  /** Takes columns out of a table and out of its files; answers how many files were written. */
  int dropColumns(String name, Set<String> columns) {
    structure.lock();
    batches.writeLock().lock();
    List<Path> written = new ArrayList<>();
    try {
      TableState table = commits.state().table(name);
      StoreRecord.Replace replace = copies.withoutColumns(table, columns, written);
      TableLayout rest =
          table.layout().withColumns(SegmentCopies.without(table.layout().columns(), columns));
      files.force();
      append(List.of(new StoreRecord.Define(rest), replace), written);
      deleteNow(replace.removed());
      return replace.added().size();
    } catch (IOException e) {
      throw failed("drop columns " + columns, e);
    } finally {
      deleteQuietly(written);
      batches.writeLock().unlock();
      structure.unlock();
    }
  }

  boolean drop(String name) {
    structure.lock();
    batches.writeLock().lock();
    try {
      TableState table = commits.state().tables().get(name);
      if (table != null) {
        commits.append(List.of(new StoreRecord.Drop(name)));
      }
      deleteNow(
          table == null ? List.of() : table.segments().stream().map(SegmentRef::file).toList());
      return table != null;
    } finally {
      batches.writeLock().unlock();
      structure.unlock();
    }
  }

  int compactAll(String name) {
    structure.lock();
    try {
      List<SegmentRef> segments = commits.state().table(name).segments();
      if (segments.size() < 2) {
        return 0;
      }
      merge(name, segments);
      return segments.size();
    } catch (IOException e) {
      throw failed("compact table \"" + name + "\"", e);
    } finally {
      structure.unlock();
    }
  }

  private void merge(String name, List<SegmentRef> segments) throws IOException {
    TableLayout layout = commits.state().table(name).layout();
    List<Segment> opened = new ArrayList<>();
    List<Path> written = new ArrayList<>(List.of(files.newName()));
    try {
      for (SegmentRef ref : segments) {
        opened.add(open.acquire(ref));
      }
      SegmentRef merged;
      try (MergedBlocks rows =
              MergedBlocks.of(
                  open, layout, List.copyOf(opened), new RowSelection(RowQuery.all(), layout));
          SegmentWriter writer = new SegmentWriter(files, written.get(0), layout)) {
        opened.clear();
        while (rows.hasNext()) {
          writer.add(rows.next());
          requireGoing();
        }
        merged = writer.finish(0);
      }
      files.force();
      List<String> removed = segments.stream().map(SegmentRef::file).toList();
      append(
          List.of(
              new StoreRecord.Replace(name, removed, List.of(merged), new long[0], Long.MIN_VALUE)),
          written);
      retire(removed);
    } finally {
      for (Segment segment : opened) {
        open.release(segment);
      }
      deleteQuietly(written);
    }
  }

  private void requireGoing() {
    if (work.isStopped()) {
      throw new ClosedException(
          "Cannot go on compacting in %s, the store is closed".formatted(files.path()),
          files.path().toString());
    }
  }

  /** Files of the replacement before go now; these stay until the next. */
  private void retire(List<String> removed) throws IOException {
    for (String file : retired) {
      open.delete(file);
    }
    retired.clear();
    retired.addAll(removed);
    open.forget(commits.state().files());
  }

  private void deleteQuietly(List<Path> paths) {
    for (Path path : paths) {
      try {
        files.disk().delete(path);
      } catch (IOException e) {
        return; // What is left dies when the store is next opened for writing.
      }
    }
  }

  private void compactTiers() {
    for (String name : commits.state().tables().keySet()) {
      while (compactTier(name)) {
        requireGoing();
      }
    }
  }

  private boolean compactTier(String name) {
    structure.lock();
    try {
      TableState table = commits.state().tables().get(name);
      List<SegmentRef> tier = table == null ? List.of() : tier(table.segments());
      if (tier.isEmpty()) {
        return false;
      }
      merge(name, tier);
      return true;
    } catch (IOException e) {
      throw failed("compact table \"" + name + "\"", e);
    } finally {
      structure.unlock();
    }
  }

  /** As many segments of about one size as are merged together; empty where there are fewer. */
  private List<SegmentRef> tier(List<SegmentRef> segments) {
    Map<Integer, List<SegmentRef>> tiers = new TreeMap<>();
    for (SegmentRef ref : segments) {
      int tier = (Long.SIZE - Long.numberOfLeadingZeros(ref.rows() >>> 10)) / 3;
      tiers.computeIfAbsent(tier, size -> new ArrayList<>()).add(ref);
    }
    return tiers.values().stream()
        .filter(tier -> tier.size() >= options.mergeAt())
        .findFirst()
        .map(List::copyOf)
        .orElse(List.of());
  }

  Optional<RuntimeException> failure() {
    return work.failure();
  }

  void await() {
    work.await();
  }

  @Override
  public void close() {
    work.close();
    structure.lock();
    try {
      commits.storeSnapshot();
    } finally {
      structure.unlock();
    }
  }
}

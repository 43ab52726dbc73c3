package dev.datamesh.featurestore.offline;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.schema.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Tables of rows on disk, ordered by key, event time, created time and ingest sequence.
 *
 * <pre>{@code
 * try (OfflineStore store = OfflineStore.at(folder)) {
 *   store.define(layout);
 *   Appended batch = store.append("spend", frame);              // durable, numbered
 *   try (RowBlocks rows = store.rows("spend", RowQuery.all())) {
 *     while (rows.hasNext()) { … rows.next() … }
 *   }
 *   store.erase("spend", List.of(List.of("c-1")));
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads: a batch appears whole, a reader sees the table as of the moment
 * it asked and does not wait for writers. Erasing waits for batches that are being committed and
 * holds up those that come: their rows are new ones.
 */
public final class OfflineStore implements AutoCloseable {

  private static final String SEGMENTS = "segments";

  private final Path folder;
  private final OfflineOptions options;
  private final Commits commits;
  private final OpenSegments open;
  private final TableReader reader;
  private final @Nullable Rewriting rewriting;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OfflineStore(
      Path folder,
      OfflineOptions options,
      Commits commits,
      OpenSegments open,
      @Nullable Rewriting rewriting) {
    this.folder = folder;
    this.options = options;
    this.commits = commits;
    this.open = open;
    this.rewriting = rewriting;
    this.reader = new TableReader(folder, open, this::state);
  }

  /** Opens the store of a folder for writing, or makes one. */
  public static OfflineStore at(Path folder) {
    return at(folder, OfflineOptions.standard());
  }

  /**
   * Opens the store of a folder for writing, or makes one. Files that no record names are deleted.
   *
   * @throws StorageException where another opener writes, or the disk refuses
   * @throws dev.datamesh.core.DamagedDataException where a file that a record names is missing or
   *     has another length
   */
  public static OfflineStore at(Path folder, OfflineOptions options) {
    Disk disk = options.journal().disk();
    Path segments = folder.resolve(SEGMENTS);
    Journal journal = Journal.at(folder, options.journal());
    try {
      disk.createFolders(segments);
      Commits commits = Commits.open(journal, folder);
      SegmentFolder files = new SegmentFolder(options.journal(), segments, journal.head());
      files.check(commits.state());
      files.deleteOthers(commits.state().files());
      OpenSegments open = new OpenSegments(disk, segments);
      Rewriting rewriting = new Rewriting(files, open, commits, options);
      rewriting.start();
      return new OfflineStore(folder, options, commits, open, rewriting);
    } catch (IOException e) {
      journal.close();
      throw failed(folder, "open", e);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /** Opens the store of a folder for reading, beside whoever writes. */
  public static OfflineStore readOnly(Path folder, OfflineOptions options) {
    Journal journal = Journal.readOnly(folder, options.journal());
    try {
      Commits commits = Commits.open(journal, folder);
      OpenSegments open = new OpenSegments(options.journal().disk(), folder.resolve(SEGMENTS));
      return new OfflineStore(folder, options, commits, open, null);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  static StorageException failed(Path folder, String what, IOException e) {
    return new StorageException(
        "Cannot %s the offline store in %s: %s".formatted(what, folder, e), folder.toString(), e);
  }

  private StoreState state() {
    requireOpen();
    return rewriting == null ? commits.refreshed() : commits.state();
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new ClosedException("Cannot use " + this + ", it is closed", toString());
    }
  }

  private Rewriting writing() {
    requireOpen();
    if (rewriting == null) {
      throw new StorageException(
          "Cannot write to " + this + ", it was opened for reading", folder.toString());
    }
    return rewriting;
  }

  /**
   * Begins a table, or gives one other features: one that is added is null in older rows, one that
   * is left out is no longer read. The same layout again changes nothing.
   *
   * @throws InvalidInputException where keys, times or a feature's type differ from the table's
   */
  public void define(TableLayout layout) {
    Rewriting writer = writing();
    TableState table = commits.state().tables().get(layout.name());
    TableLayout bare =
        new TableLayout(
            layout.name(),
            TableLayout.bare(layout.keys()),
            layout.eventTime(),
            layout.createdTime(),
            TableLayout.bare(layout.columns()));
    if (table != null) {
      if (table.layout().equals(bare)) {
        return;
      }
      checkSameShape(table.layout(), bare);
    }
    writer.define(bare);
  }

  private static void checkSameShape(TableLayout before, TableLayout after) {
    boolean same =
        before.keys().equals(after.keys()) && before.hasCreatedTime() == after.hasCreatedTime();
    for (Field field : after.columns().fields()) {
      same &=
          before
              .columns()
              .find(field.name())
              .map(old -> old.type().equals(field.type()))
              .orElse(true);
    }
    if (!same) {
      throw new InvalidInputException(
          "Cannot change table \"%s\" from %s, %s to %s, %s: keys and types stay; begin another table"
              .formatted(
                  before.name(), before.keys(), before.columns(), after.keys(), after.columns()));
    }
  }

  /** The names of all tables, sorted. */
  public Set<String> tables() {
    return state().tables().keySet();
  }

  /** Whether there is such a table. */
  public boolean has(String table) {
    return state().tables().containsKey(table);
  }

  public TableLayout layout(String table) {
    return state().table(table).layout();
  }

  /** Appends a frame's rows in one durable commit; see {@link AppendBatch#add}. */
  public Appended append(String table, Frame rows) {
    try (AppendBatch batch = batch(table)) {
      return batch.add(rows).commit();
    }
  }

  /** Appends frames to tables in one durable commit, in the tables' order. */
  public Map<String, Appended> append(SortedMap<String, Frame> rowsByTable) {
    try (WrittenRows written = write(rowsByTable)) {
      return written.commit();
    }
  }

  /**
   * Writes frames for tables aside; they appear in one durable commit, in the tables' order.
   * Features that a frame lacks are null, and may be dropped meanwhile.
   */
  public WrittenRows write(SortedMap<String, Frame> rowsByTable) {
    Map<String, AppendBatch> batches = new LinkedHashMap<>();
    WrittenRows written = new WrittenRows(batches);
    try {
      rowsByTable.forEach(
          (table, rows) -> {
            AppendBatch batch = writing().batch(table, rows.schema().names());
            batches.put(table, batch);
            batch.add(rows).writeAside();
          });
      return written;
    } catch (RuntimeException e) {
      written.close();
      throw e;
    }
  }

  /** Lets the next batch have no sequence below this one. */
  public void skipTo(long sequence) {
    requireOpen();
    commits.skipTo(sequence);
  }

  /**
   * Rows of one table that have their numbers.
   *
   * @param frames one behind the other; of different columns where the table got some meanwhile
   */
  public record NumberedRows(List<Frame> frames, Numbering numbering) {

    public NumberedRows {
      frames = List.copyOf(frames);
    }
  }

  /**
   * Appends rows that a journal kept before, to several tables in one durable commit. Their numbers
   * are not below {@link #nextSequence}.
   */
  public void appendNumbered(SortedMap<String, NumberedRows> rowsByTable) {
    List<AppendBatch> batches = new ArrayList<>();
    try {
      rowsByTable.forEach(
          (table, rows) -> {
            AppendBatch batch = batch(table);
            batches.add(batch);
            batch.number(rows.numbering());
            rows.frames().forEach(batch::add);
          });
      AppendBatch.commit(List.copyOf(batches));
    } finally {
      batches.forEach(AppendBatch::close);
    }
  }

  /** Whether a table has had a batch that begins with a sequence. */
  public boolean hasBatch(String table, long firstSequence) {
    TableState known = state().tables().get(table);
    return known != null && known.batches().has(firstSequence);
  }

  /** The newest commit time of a batch of any table, in microseconds; the least where none is. */
  public long latestCommit() {
    long latest = Long.MIN_VALUE;
    for (TableState table : state().tables().values()) {
      Batches batches = table.batches();
      if (batches.count() > 0) {
        latest = Math.max(latest, batches.commitMicros(batches.count() - 1));
      }
    }
    return latest;
  }

  /** Begins a batch for rows that come in several frames. */
  public AppendBatch batch(String table) {
    return writing().batch(table);
  }

  /**
   * The rows of a table as of now, in order. Batches that come later do not appear; rows that are
   * erased meanwhile may still.
   */
  public RowBlocks rows(String table, RowQuery query) {
    return reader.rows(table, query);
  }

  /**
   * A table's rows in memory and in order, with the columns that are wanted.
   *
   * @param before what was read earlier, null at first: it is added to as long as the rows are the
   *     same, and answered itself where it has all that is wanted
   * @param allowed how many bytes they may take
   * @throws LimitExceededException where they would take more
   */
  public SortedRows load(
      String table, SortedRows.Wanted wanted, @Nullable SortedRows before, long allowed) {
    return reader.load(table, wanted, before, allowed);
  }

  /** About how many bytes {@link #load} would have in memory where nothing was read before. */
  public long bytes(String table, SortedRows.Wanted wanted) {
    TableState now = state().table(table);
    return wanted.bytes(now.layout(), now.rows());
  }

  /**
   * About how many bytes {@link #load} would have in memory; empty where what was read before is
   * all that is wanted. A table without rows takes none, which is not the same.
   */
  public OptionalLong bytes(String table, SortedRows.Wanted wanted, SortedRows before) {
    TableState now = state().table(table);
    if (!before.isOf(SortedRows.Stamp.of(now))) {
      return OptionalLong.of(wanted.bytes(now.layout(), now.rows()));
    }
    return before.has(wanted)
        ? OptionalLong.empty()
        : OptionalLong.of(wanted.and(before).bytes(now.layout(), now.rows()));
  }

  /** The batches of a table: the sequence behind each, and when it was committed. */
  public List<BatchEnd> batchEnds(String table) {
    StoreState state = state();
    Batches batches = state.table(table).batches();
    List<BatchEnd> ends = new ArrayList<>();
    for (int i = 0; i < batches.count(); i++) {
      long end = i + 1 < batches.count() ? batches.firstSequence(i + 1) : state.nextSequence();
      ends.add(new BatchEnd(end, batches.commitMicros(i)));
    }
    return ends;
  }

  /**
   * Where a batch ends.
   *
   * @param end every row of it and of those before has a lower sequence
   */
  public record BatchEnd(long end, long commitMicros) {}

  /** The revision of the newest commit that is seen; it changes with every change of any table. */
  public long revision() {
    return state().revision();
  }

  /** The sequence that the next row will have: all that are seen are below it. */
  public long nextSequence() {
    return state().nextSequence();
  }

  /** The first sequence that a table did not have yet at an instant; rows below it were known. */
  public long sequenceAt(String table, Instant instant) {
    StoreState state = state();
    return state.table(table).batches().endAt(micros(instant), state.nextSequence());
  }

  private static long micros(Instant instant) {
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
    } catch (ArithmeticException e) {
      throw new InvalidInputException(
          "Cannot take the time %s, it is too far away to count in microseconds"
              .formatted(instant));
    }
  }

  /** When rows of these sequences were committed, in microseconds. */
  public long[] commitTimes(String table, long[] sequences, int count) {
    Batches batches = state().table(table).batches();
    long[] times = new long[count];
    for (int i = 0; i < count; i++) {
      times[i] = batches.commitOf(sequences[i]);
    }
    return times;
  }

  /** How many of a table's rows below a sequence have been erased. */
  public long erasedBelow(String table, long sequence) {
    return state().table(table).erasures().stream().mapToLong(each -> each.below(sequence)).sum();
  }

  /**
   * Takes all rows of the given keys out of a table, at once: when this returns, no file under the
   * folder holds them.
   */
  public Erasure erase(String table, List<List<Object>> keys) {
    return erase(Map.of(table, keys));
  }

  /** Takes rows of keys out of several tables in one commit. */
  public Erasure erase(Map<String, List<List<Object>>> keysByTable) {
    return writing().erase(keysByTable);
  }

  /**
   * Drops rows with event times before an instant.
   *
   * @return how many
   */
  public long retain(String table, Instant from) {
    return writing().retain(table, micros(from));
  }

  /** Ends a table and deletes its files; false if there was none. */
  public boolean drop(String table) {
    return writing().drop(table);
  }

  /**
   * Takes columns out of a table: when this returns, no file under the folder holds their values.
   *
   * @return how many files were written anew
   */
  public int dropColumns(String table, Set<String> columns) {
    return writing().dropColumns(table, columns);
  }

  /**
   * Merges all segments of a table into one.
   *
   * @return how many were merged, 0 if there was nothing to do
   */
  public int compact(String table) {
    return writing().compactAll(table);
  }

  /** Figures of a table. */
  public TableStats stats(String name) {
    TableState table = state().table(name);
    return new TableStats(
        name,
        table.rows(),
        table.bytes(),
        table.segments().size(),
        table.batches().count(),
        table.erasures().stream().mapToLong(each -> each.sequences().length).sum(),
        table.keptFrom());
  }

  /**
   * Reads every byte of every segment.
   *
   * @throws dev.datamesh.core.DamagedDataException where one is not what was written
   */
  public void verify() {
    reader.verify();
  }

  /** Why the last compaction in the background failed; empty if it did not. */
  public Optional<RuntimeException> compactionFailure() {
    return rewriting == null ? Optional.empty() : rewriting.failure();
  }

  /** Waits until the background has nothing left to compact. */
  public void awaitCompaction() {
    writing().await();
  }

  OfflineOptions options() {
    return options;
  }

  /** Ends what runs in the background and closes all files; a second call does nothing. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (rewriting != null) {
        rewriting.close();
      }
    } finally {
      closeFiles();
    }
  }

  private void closeFiles() {
    try {
      open.close();
    } catch (IOException e) {
      throw failed(folder, "close", e);
    } finally {
      commits.close();
    }
  }

  @Override
  public String toString() {
    return "the offline store in " + folder;
  }
}

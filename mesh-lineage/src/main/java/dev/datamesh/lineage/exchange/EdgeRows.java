package dev.datamesh.lineage.exchange;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.datamesh.core.CancelledException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.Progress;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.StorageException;
import dev.datamesh.lineage.model.LineageEntry;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV of edges as entries, one at a time. Bad rows are gathered; at the end of the
 * rows they are thrown, all together, so that whoever takes all rows or none takes none. For one
 * thread at a time.
 */
public final class EdgeRows implements Iterator<LineageEntry>, AutoCloseable {

  static final long UNKNOWN_SIZE = -1;

  private static final int MOST_PROBLEMS = 100;
  private static final int ROWS_PER_REPORT = 1 << 15;

  private final String source;
  private final Progress progress;
  private final long size;
  private final LongSupplier bytesRead;
  private final CsvReader<CsvRecord> csv;
  private final Iterator<CsvRecord> records;
  private final String[] columns;
  private final List<Problem> problems = new ArrayList<>();
  private boolean skipping;
  private long bad;
  private long read;
  private @Nullable LineageEntry ahead;

  /**
   * Reads from a reader.
   *
   * @param size of the source in bytes, or {@link #UNKNOWN_SIZE}
   * @param bytesRead how many of them were read so far, from which the rows to come are estimated
   */
  EdgeRows(Reader reader, String source, Progress progress, long size, LongSupplier bytesRead) {
    this.bytesRead = bytesRead;
    this.source = source;
    this.progress = progress;
    this.size = size;
    this.csv =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(reader);
    this.records = csv.iterator();
    CsvRecord first = nextRecord();
    if (first == null) {
      throw new InvalidInputException(
          "Cannot read " + source + ", it is empty; expected a header source,target,…");
    }
    columns = EdgeCsv.header(first, source);
  }

  /** From now on bad rows are left out; {@link #problems()} tells which. */
  public EdgeRows skippingBadRows() {
    skipping = true;
    return this;
  }

  /** What is wrong with the bad rows so far, at most 100 of them. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** How many rows were bad so far. */
  public long badRows() {
    return bad;
  }

  @Override
  public boolean hasNext() {
    while (ahead == null) {
      CsvRecord row = problems.size() >= MOST_PROBLEMS && !skipping ? null : nextRecord();
      if (row == null) {
        if (bad > 0 && !skipping) {
          throw new InvalidInputException(
              "Cannot load the edges of %s, %s%d rows are bad"
                  .formatted(source, problems.size() >= MOST_PROBLEMS ? "at least " : "", bad),
              problems);
        }
        return false;
      }
      if (row.getFieldCount() > 1 || !row.getField(0).isBlank()) {
        ahead = entry(row);
      }
    }
    return true;
  }

  @Override
  public LineageEntry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    LineageEntry next = java.util.Objects.requireNonNull(ahead);
    ahead = null;
    return next;
  }

  @Override
  public void close() {
    try {
      csv.close();
    } catch (IOException e) {
      throw new StorageException("Cannot close " + source + ": " + e, source, e);
    }
  }

  private @Nullable LineageEntry entry(CsvRecord row) {
    try {
      if (row.getFieldCount() != columns.length) {
        throw new InvalidInputException(
            "the row has %d fields, the header %d".formatted(row.getFieldCount(), columns.length));
      }
      return EdgeCsv.entry(row, columns);
    } catch (MeshException e) {
      bad++;
      if (problems.size() < MOST_PROBLEMS) {
        SourcePosition position = new SourcePosition(source, (int) row.getStartingLineNumber(), 1);
        problems.add(new Problem("", position, String.valueOf(e.getMessage())));
      }
      return null;
    }
  }

  private long estimatedRows() {
    long bytes = bytesRead.getAsLong();
    return size <= 0 || bytes <= 0
        ? Progress.UNKNOWN_TOTAL
        : Math.max(read, (long) (read * (double) size / bytes));
  }

  private @Nullable CsvRecord nextRecord() {
    try {
      if (!records.hasNext()) {
        return null;
      }
      CsvRecord record = records.next();
      if (++read % ROWS_PER_REPORT == 0
          && !progress.report("read " + source, read, estimatedRows())) {
        throw new CancelledException("Cannot read " + source + ", it was cancelled", source);
      }
      return record;
    } catch (CsvParseException | UncheckedIOException e) {
      throw new InvalidInputException(
          "Cannot read %s after row %,d (%,d bytes in all): %s"
              .formatted(source, read, Math.max(0, size), e.getMessage()),
          List.of(),
          e);
    }
  }
}

package dev.datamesh.core.spi;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.schema.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Rows that lie somewhere else, such as a folder of files. A feature view can be filled from one.
 * {@code FrameStorageContract} of mesh-testkit is the kit that an implementation passes.
 *
 * <p>Safe for use by many threads; each reading is for one thread at a time.
 */
public interface FrameSource {

  /** The columns there are. */
  Schema schema();

  /**
   * Opens the rows that a scan selects, in the source's order, to be closed by the caller.
   *
   * @throws InvalidInputException where a column is not there, or parts of the source do not fit
   *     each other
   * @throws dev.datamesh.core.DamagedDataException where bytes are not what was written
   * @throws dev.datamesh.core.StorageException where the source cannot be read
   */
  FrameBlocks read(Scan scan);

  /**
   * What is read. Immutable.
   *
   * @param columns in the order of the result; absent: all
   * @param timeColumn a column of instants that the two others bound; empty: none
   * @param from the earliest time, included
   * @param to the latest time, included
   */
  record Scan(
      Optional<List<String>> columns,
      String timeColumn,
      Optional<Instant> from,
      Optional<Instant> to) {

    public Scan {
      columns = columns.map(List::copyOf);
      if (timeColumn.isEmpty() && (from.isPresent() || to.isPresent())) {
        throw new InvalidInputException("Cannot bound a scan in time without a time column");
      }
    }

    /** Every row, every column. */
    public static Scan all() {
      return new Scan(Optional.empty(), "", Optional.empty(), Optional.empty());
    }

    public Scan withColumns(String... names) {
      return new Scan(Optional.of(List.of(names)), timeColumn, from, to);
    }

    /** Only rows of these times, both included. */
    public Scan withTimes(String column, Instant earliest, Instant latest) {
      return new Scan(columns, column, Optional.of(earliest), Optional.of(latest));
    }
  }
}

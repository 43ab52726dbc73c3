package dev.datamesh.core.spi;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest values of every entity, one table for each version of a feature view.
 *
 * <p>The store decides by {@link Stamp} alone what is newest, so rows may come in any order and any
 * number of times. Maximum ages are none of its business: the reader applies them. A table is
 * created before anything else is asked of it; every other call throws {@link
 * dev.datamesh.core.NotFoundException} for a table that is not there. {@code OnlineStoreContract}
 * of mesh-testkit is the kit that an implementation passes.
 *
 * <p>Safe for use by many threads: a row is written and read whole; a read that starts after a
 * write has returned sees that row or a newer one.
 */
public interface OnlineStore extends AutoCloseable {

  /**
   * Makes room for a table; the same table again changes nothing.
   *
   * @throws InvalidInputException if there is another table of that name, or a type cannot be kept
   */
  void create(Table table);

  /** Removes a table and all its rows; false if there was none. */
  boolean drop(String table);

  /**
   * Merges rows into a table, each atomically: the whole row where its stamp is greater than the
   * stored one; of {@link Table#latestNonNull} features each value that is not null and whose stamp
   * is greater. The same row again changes nothing.
   *
   * @return how many of the rows changed something
   * @throws InvalidInputException if a row does not fit the table; none of the rows is written
   * @throws dev.datamesh.core.LimitExceededException if there is no room; no row is ever evicted
   */
  int write(String table, List<Row> rows);

  /** The rows of the keys, in the keys' order, empty where a key is unknown. */
  List<Optional<Row>> read(String table, List<List<Object>> keys);

  /** Removes the row of a key; false if there was none. */
  boolean erase(String table, List<Object> key);

  @Override
  void close();

  /**
   * The layout of a table. Immutable.
   *
   * @param name unique within the store, such as {@code spend@v2}
   * @param keys the typed components of a key; a global view has none, and one row at most
   * @param features what is kept of an entity
   * @param latestNonNull the features of which the latest value that is not null is kept, each with
   *     a stamp of its own; of all others the value of the latest row, even where it is null
   */
  record Table(String name, Schema keys, Schema features, Set<String> latestNonNull) {

    public Table {
      latestNonNull = Set.copyOf(latestNonNull);
      Set<String> names = new HashSet<>(keys.names());
      for (Field feature : features.fields()) {
        if (!names.add(feature.name())) {
          throw new InvalidInputException(
              "Cannot make online table \"%s\", \"%s\" is both key and feature"
                  .formatted(name, feature.name()));
        }
      }
      if (!features.names().containsAll(latestNonNull)) {
        throw new InvalidInputException(
            "Cannot make online table \"%s\", %s are not all among its features %s"
                .formatted(name, latestNonNull, features.names()));
      }
    }

    public Table(String name, Schema keys, Schema features) {
      this(name, keys, features, Set.of());
    }
  }

  /**
   * Which of two rows of one key is newer: by event time, then created time, then ingest sequence.
   *
   * @param eventMicros when it was true, in microseconds since 1970, UTC
   * @param createdMicros when it became known, likewise
   * @param sequence the order of ingestion, unique for each row
   */
  record Stamp(long eventMicros, long createdMicros, long sequence) implements Comparable<Stamp> {

    private static final Comparator<Stamp> ORDER =
        Comparator.comparingLong(Stamp::eventMicros)
            .thenComparingLong(Stamp::createdMicros)
            .thenComparingLong(Stamp::sequence);

    @Override
    public int compareTo(Stamp other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * An entity's values. Immutable.
   *
   * @param key in the order of the table's keys, each as {@link dev.datamesh.core.frame.Column#get}
   *     gives it
   * @param stamp of the newest row that was merged into it
   * @param values in the order of the table's features, null among them
   * @param valueStamps when read from a table with {@link Table#latestNonNull}, the stamp of each
   *     value (of no meaning where it is null); empty otherwise
   */
  record Row(
      List<Object> key, Stamp stamp, List<@Nullable Object> values, List<Stamp> valueStamps) {

    public Row {
      key = List.copyOf(key);
      values = Collections.unmodifiableList(new ArrayList<>(values));
      valueStamps = List.copyOf(valueStamps);
    }

    public Row(List<Object> key, Stamp stamp, List<@Nullable Object> values) {
      this(key, stamp, values, List.of());
    }
  }
}

package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Status;
import dev.datamesh.featurestore.join.FeatureTable;
import dev.datamesh.featurestore.join.Matches;
import dev.datamesh.featurestore.join.RowFilter;
import dev.datamesh.featurestore.join.Spine;
import dev.datamesh.featurestore.join.Window;
import dev.datamesh.featurestore.join.Work;
import dev.datamesh.featurestore.offline.RowBlock;
import dev.datamesh.featurestore.offline.RowBlocks;
import dev.datamesh.featurestore.offline.SortedKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Joins a spine with rows that stay on disk. The spine is sorted by key as the rows are; each block
 * of rows meets the part of the spine that has its keys, and the kernel joins the two. A key's rows
 * may go on in the next block: what they answer is later in time, so it takes the place of what was
 * found before. For one thread at a time.
 */
final class BlockwiseJoin {

  /** The features that take their values from the same row. */
  private static final class Group {

    private final List<Integer> features = new ArrayList<>();

    /** The feature whose nulls do not count; negative: all rows count. */
    private final int nonNull;

    private final byte[] found;
    private final long[] events;

    Group(int nonNull, int rows) {
      this.nonNull = nonNull;
      this.found = new byte[rows];
      this.events = new long[rows];
    }
  }

  /** Stands for a feature that no row has: null in each. */
  static final int LACKING = -1;

  private static final byte FRESH = 1;
  private static final byte EXPIRED = 2;

  private final FeatureView view;
  private final List<Feature> features;
  private final Map<Integer, Group> groups = new LinkedHashMap<>();
  private final List<CollectedColumn> values = new ArrayList<>();
  private final boolean stale;
  private final int rows;

  /** Features that rows have, each once, and the number of spine rows. */
  BlockwiseJoin(FeatureView view, List<Feature> features, boolean stale, int rows) {
    this.view = view;
    this.features = features;
    this.stale = stale;
    this.rows = rows;
    for (int i = 0; i < features.size(); i++) {
      int nonNull = features.get(i).pick() == Feature.Pick.LATEST_NON_NULL ? i : LACKING;
      groups.computeIfAbsent(nonNull, which -> new Group(which, rows)).features.add(i);
      values.add(new CollectedColumn(features.get(i).type(), rows));
    }
  }

  /** Lets {@link #LACKING} be asked for. */
  BlockwiseJoin withLacking() {
    groups.computeIfAbsent(LACKING, which -> new Group(which, rows));
    return this;
  }

  /**
   * Goes through all blocks.
   *
   * @param commits answers a block's rows' commit times where those stand for created times
   */
  void run(
      RowBlocks blocks,
      List<Column> keys,
      long[] times,
      RowFilter filter,
      @Nullable Commits commits) {
    SortedKeys sorted = SortedKeys.of(keys, rows);
    while (sorted.order().length > 0 && blocks.hasNext()) {
      RowBlock block = blocks.next();
      int from = sorted.from(block);
      int to = sorted.to(block);
      if (from < to) {
        join(block, Arrays.copyOfRange(sorted.order(), from, to), keys, times, filter, commits);
      }
    }
  }

  /** Tells when rows were committed. */
  interface Commits {
    Column of(RowBlock block);
  }

  private void join(
      RowBlock block,
      int[] asking,
      List<Column> keys,
      long[] times,
      RowFilter filter,
      @Nullable Commits commits) {
    List<Column> blockKeys = new ArrayList<>();
    List<Column> spineKeys = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      blockKeys.add(block.keyColumn(i));
      spineKeys.add(keys.get(i).take(asking, asking.length));
    }
    long[] spineTimes = new long[asking.length];
    Arrays.setAll(spineTimes, i -> times[asking[i]]);
    Column created =
        commits != null
            ? commits.of(block)
            : view.source().hasCreatedTime() ? block.createdColumn() : null;
    FeatureTable table = new FeatureTable(blockKeys, block.eventColumn(), created);
    Spine spine = new Spine(spineKeys, spineTimes);
    Window window = JoinPlan.window(view);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      columns.add(block.valueColumn(i));
    }
    for (Group group : groups.values()) {
      RowFilter own = group.nonNull < 0 ? filter : filter.withNonNull(columns.get(group.nonNull));
      take(group, table.match(spine, window, own, Work.quiet()), asking, block, columns);
    }
  }

  private void take(
      Group group, Matches matches, int[] asking, RowBlock block, List<Column> columns) {
    for (int i = 0; i < asking.length; i++) {
      int row = matches.anyRow(i);
      if (row == Matches.NOT_FOUND) {
        continue;
      }
      boolean expired = matches.isExpired(i);
      group.found[asking[i]] = expired ? EXPIRED : FRESH;
      group.events[asking[i]] = block.events()[row];
    }
    int[] from = new int[asking.length];
    for (int i = 0; i < asking.length; i++) {
      from[i] = stale ? matches.anyRow(i) : matches.rows()[i];
    }
    for (int feature : group.features) {
      values.get(feature).take(columns.get(feature), from, matches, asking);
    }
  }

  private Group groupOf(int feature) {
    boolean alone =
        feature != LACKING && features.get(feature).pick() == Feature.Pick.LATEST_NON_NULL;
    return Objects.requireNonNull(groups.get(alone ? feature : LACKING));
  }

  /** A feature's values under a name. */
  Column values(int feature, Field field) {
    return values.get(feature).toColumn(field);
  }

  Status status(int feature, Column taken, int row) {
    byte found = groupOf(feature).found[row];
    if (found == FRESH) {
      return taken.isNull(row) ? Status.NULL_VALUE : Status.PRESENT;
    }
    return found == EXPIRED ? Status.OUTSIDE_MAX_AGE : Status.NOT_FOUND;
  }

  Column eventTimes(int feature, String name) {
    Group group = groupOf(feature);
    java.util.BitSet none = new java.util.BitSet();
    for (int row = 0; row < rows; row++) {
      if (group.found[row] == 0) {
        none.set(row);
      }
    }
    return Column.of(Field.nullable(name, Primitive.TIMESTAMP_TZ), group.events, rows, none);
  }
}

package dev.datamesh.featurestore.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.CancelledException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All ways through the kernel give one answer, at sizes where they differ inside. */
class MatchTest {

  private static final long YEAR = 365L * 86_400_000_000L;

  /** Rows of a table and a spine of one seed. */
  private record World(
      FeatureTable table, Spine spine, long[] keys, long[] events, long[] createds) {}

  /** Wide spans do not fit into a packed long beside many rows; narrow ones have many ties. */
  private static World world(
      long seed, int rows, int keys, int spineRows, long span, boolean text) {
    Random random = new Random(seed);
    long[] key = random.longs(rows, 0, keys).map(k -> k * 7919).toArray();
    long[] event = random.longs(rows, 0, span).toArray();
    long[] created = random.longs(rows, 0, 5).toArray();
    if (seed % 3 == 0) {
      java.util.Arrays.sort(event);
    }
    long[] spineKey = random.longs(spineRows, 0, keys + 5).map(k -> k * 7919).toArray();
    long[] times = random.longs(spineRows, 0, span).toArray();
    FeatureTable table =
        new FeatureTable(
            List.of(column(key, text)),
            Column.ofMicros("event", event),
            Column.ofMicros("created", created));
    return new World(table, new Spine(List.of(column(spineKey, text)), times), key, event, created);
  }

  private static Column column(long[] keys, boolean text) {
    return text
        ? Column.ofStrings(
            "k", java.util.Arrays.stream(keys).mapToObj(Long::toString).toArray(String[]::new))
        : Column.ofLongs("k", keys);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void streamedIndexedAndParallelAgree(long seed) {
    Random random = new Random(seed);
    int keys = new int[] {1, 3, 700, 40_000}[(int) (seed % 4)];
    long span = new long[] {1_000, YEAR, 250 * 30 * YEAR}[random.nextInt(3)];
    World world = world(seed, 60_000, keys, 20_000, span, seed % 2 == 0);
    Window window =
        new Window(
            seed % 2 == 0 ? span / 3 : Window.UNLIMITED,
            random.nextBoolean(),
            random.nextBoolean());
    for (RowFilter filter :
        List.of(
            RowFilter.ALL,
            new RowFilter(30_000, Long.MAX_VALUE, Long.MAX_VALUE, false, null),
            new RowFilter(Long.MAX_VALUE, span / 2, 2, false, null))) {
      int[] streamed = world.table.matchStreamed(world.spine, window, filter).rows();

      assertThat(world.table.matchIndexed(world.spine, window, filter, Work.quiet()).rows())
          .isEqualTo(streamed);
      assertThat(
              world
                  .table
                  .matchIndexed(world.spine, window, filter, new Work("", 3, Progress.NONE))
                  .rows())
          .isEqualTo(streamed);
    }
  }

  @Test
  void aMillionRowsAgreeWithOneLookAtEachRowOfTheKey() {
    World world = world(10, 1_000_000, 20_000, 3_000, YEAR, false);
    Window window = new Window(YEAR / 4, true, true);

    int[] found = world.table.match(world.spine, window, RowFilter.ALL, Work.quiet()).rows();

    for (int i = 0; i < 200; i++) {
      assertThat(found[i]).isEqualTo(oracle(world, window, i));
    }
    assertThat(world.table.isIndexed()).as("few rows beside many are streamed").isFalse();
    world.table.buildIndex(Work.quiet());
    assertThat(world.table.match(world.spine, window, RowFilter.ALL, Work.quiet()).rows())
        .isEqualTo(found);
  }

  /** So many rows that coding and scattering are cut into parts for the threads. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void manyRowsOnSeveralThreadsAgreeWithOne(boolean text) {
    World world = world(12, 1_100_000, 3_000, 30_000, YEAR, text);
    Window window = new Window(YEAR / 4, true, true);
    int[] alone = world.table.matchIndexed(world.spine, window, RowFilter.ALL, Work.quiet()).rows();

    Work three = new Work("", 3, Progress.NONE);

    assertThat(world.table.matchIndexed(world.spine, window, RowFilter.ALL, three).rows())
        .isEqualTo(alone);
    assertThat(world.table.matchStreamed(world.spine, window, RowFilter.ALL).rows())
        .isEqualTo(alone);
  }

  private static int oracle(World world, Window window, int spineRow) {
    long key = world.spine.keys.get(0).getLong(spineRow);
    long time = world.spine.times[spineRow];
    int best = -1;
    for (int row = 0; row < world.keys.length; row++) {
      if (world.keys[row] == key
          && world.events[row] <= time
          && (best < 0
              || world.events[row] > world.events[best]
              || (world.events[row] == world.events[best]
                  && world.createds[row] >= world.createds[best]))) {
        best = row;
      }
    }
    if (best < 0) {
      return Matches.NOT_FOUND;
    }
    return window.reaches(world.events[best], time) ? best : Matches.expired(best);
  }

  @Test
  void aJoinThatIsCancelledEndsWithATypedError() {
    World world = world(11, 500_000, 100, 200_000, YEAR, false);
    AtomicInteger reports = new AtomicInteger();
    Progress stop = (work, done, total) -> reports.incrementAndGet() < 3;

    assertThatThrownBy(
            () ->
                world.table.match(
                    world.spine,
                    new Window(YEAR, true, true),
                    RowFilter.ALL,
                    new Work("join v", 2, stop)))
        .isInstanceOf(CancelledException.class)
        .hasMessage("Cannot finish join v: cancelled");
  }

  @Test
  void anErrorOfAHelperReachesTheCaller() {
    assertThatThrownBy(
            () ->
                new Work("", 2, Progress.NONE)
                    .parallel(
                        100,
                        part -> {
                          throw new IllegalStateException("part " + part);
                        }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keysOfManyValuesGrowTheTables() {
    long[] keys = new Random(5).longs(300_000).distinct().toArray();
    for (boolean text : new boolean[] {false, true}) {
      Column column = column(keys, text);
      KeyCoder coder = KeyCoder.of(List.of(column));
      int[] codes = coder.codeAll(List.of(column), keys.length, KeyCoder.Mode.ADD);

      assertThat(coder.size()).isEqualTo(keys.length);
      assertThat(codes).doesNotHaveDuplicates();
      assertThat(coder.codeAll(List.of(column), keys.length, KeyCoder.Mode.LOOK_UP))
          .isEqualTo(codes);
    }
  }

  @Test
  void nullableColumnsOfValuesCarryTheLatestThatIsThere() {
    Column value =
        Column.of(Field.nullable("a", Primitive.INT64), java.util.Arrays.asList(1L, null, null));
    FeatureTable table =
        new FeatureTable(
            List.of(Column.ofLongs("k", 1, 1, 1)), Column.ofMicros("e", 1, 2, 3), null);
    Spine spine = new Spine(List.of(Column.ofLongs("k", 1)), new long[] {9});
    Window window = new Window(Window.UNLIMITED, true, true);

    assertThat(table.match(spine, window, RowFilter.ALL.withNonNull(value), Work.quiet()).rows())
        .containsExactly(0);
    assertThat(table.matchStreamed(spine, window, RowFilter.ALL.withNonNull(value)).rows())
        .containsExactly(0);
  }
}

package dev.datamesh.featurestore.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore.Row;
import dev.datamesh.core.spi.OnlineStore.Stamp;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.definition.Status;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadPlanTest {

  private static final long TTL = 100;
  private final HashedRowSlots store = HashedRowSlots.onHeap();
  private final LongAdder requests = new LongAdder();

  @BeforeEach
  void makeTables() {
    store.create(
        new Table(
            "spend",
            Schema.of("customer: string, shop: int64"),
            Schema.of("amount: float64, visits: int64, word: string")));
    store.create(new Table("customer", Schema.of("customer: string"), Schema.of("age: int32")));
    store.create(new Table("global", Schema.of(""), Schema.of("rate: float64")));
  }

  private ReadPlan.Part part(String table, List<String> keys, String... features) {
    return part(table, keys, TTL, true, true, false, features);
  }

  private ReadPlan.Part part(
      String table,
      List<String> keys,
      long ttl,
      boolean start,
      boolean end,
      boolean stale,
      String... features) {
    RowTable of = store.table(table);
    Map<String, String> wanted = new LinkedHashMap<>();
    for (String feature : features) {
      wanted.put(feature, feature);
    }
    return new ReadPlan.Part(
        store, of.layout.table, keys, wanted, ttl, start, end, stale, requests::add);
  }

  private ReadPlan prepare(ReadPlan.Part... parts) {
    return ReadPlan.of(List.of(parts));
  }

  private void write(String table, List<Object> key, long event, @Nullable Object... values) {
    store.write(table, List.of(new Row(key, new Stamp(event, 0, event), Arrays.asList(values))));
  }

  @Test
  void severalViewsOfSeveralEntitiesAnswerInOneCall() {
    write("spend", List.of("ann", 1L), 1000, 2.5, null, "red");
    write("customer", List.of("ann"), 990, 42);
    write("global", List.of(), 980, 0.5);
    ReadPlan all =
        prepare(
            part("spend", List.of("customer", "shop"), "amount", "visits", "word"),
            part("customer", List.of("customer"), "age"),
            part("global", List.of(), "rate"));

    FeatureBuffer answer = all.newBuffer(2);

    all.read(all.newKeys(2).add("ann", 1L).add("bob", 1L), answer, 1000);

    assertThat(all.keys().names()).containsExactly("customer", "shop");
    Map<String, @Nullable Object> ann = answer.toMap(0);
    assertThat(ann)
        .containsEntry("amount", 2.5)
        .containsEntry("visits", null)
        .containsEntry("word", "red")
        .containsEntry("age", 42)
        .containsEntry("rate", 0.5);
    assertThat(answer.status(0, 1)).isEqualTo(Status.NULL_VALUE);
    assertThat(answer.eventMicros(0, answer.place("age"))).isEqualTo(990);
    assertThat(answer.toMap(1)).containsEntry("amount", null).containsEntry("rate", 0.5);
    assertThat(answer.status(1, 0)).isEqualTo(Status.NOT_FOUND);
    assertThat(answer.eventTime(1, 0)).isEmpty();
  }

  @Test
  void oneEntityServesInTwoRoles() {
    write("customer", List.of("ann"), 1000, 42);
    write("customer", List.of("bob"), 1000, 43);
    ReadPlan.Part buyer =
        new ReadPlan.Part(
            store,
            store.table("customer").layout.table,
            List.of("buyer"),
            Map.of("buyer__age", "age"),
            TTL,
            true,
            true,
            false,
            requests::add);
    ReadPlan.Part seller =
        new ReadPlan.Part(
            store,
            store.table("customer").layout.table,
            List.of("seller"),
            Map.of("seller__age", "age"),
            TTL,
            true,
            true,
            false,
            requests::add);

    ReadPlan both = prepare(buyer, seller);
    FeatureBuffer answer = both.newBuffer(1);
    both.read(both.newKeys(1).add(Map.of("buyer", "ann", "seller", "bob")), answer, 1000);

    assertThat(answer.toMap(0)).containsEntry("buyer__age", 42).containsEntry("seller__age", 43);
  }

  @Test
  void bothBoundsHoldToTheMicrosecond() {
    write("customer", List.of("ann"), 1000, 42);
    record Case(long ttl, boolean start, boolean end, long at, Status expected) {}
    List<Case> cases =
        List.of(
            new Case(TTL, true, true, 999, Status.NOT_FOUND),
            new Case(TTL, true, true, 1000, Status.PRESENT),
            new Case(TTL, true, false, 1000, Status.NOT_FOUND),
            new Case(TTL, true, false, 1001, Status.PRESENT),
            new Case(TTL, true, true, 1099, Status.PRESENT),
            new Case(TTL, true, true, 1100, Status.PRESENT),
            new Case(TTL, false, true, 1100, Status.OUTSIDE_MAX_AGE),
            new Case(TTL, false, true, 1099, Status.PRESENT),
            new Case(TTL, true, true, 1101, Status.OUTSIDE_MAX_AGE),
            new Case(0, true, true, 1000, Status.PRESENT),
            new Case(0, true, true, 1001, Status.OUTSIDE_MAX_AGE),
            new Case(Long.MAX_VALUE, false, true, 1L << 60, Status.PRESENT));
    for (Case each : cases) {
      ReadPlan ages =
          prepare(
              part("customer", List.of("customer"), each.ttl, each.start, each.end, false, "age"));
      FeatureBuffer answer = ages.newBuffer(1);

      ages.read("ann", answer, each.at);

      assertThat(answer.status(0, 0)).as(each.toString()).isEqualTo(each.expected);
      assertThat(answer.isNull(0, 0)).isEqualTo(each.expected != Status.PRESENT);
    }
  }

  @Test
  void anExpiredValueIsWithheldUnlessStaleOnesAreAskedFor() {
    write("customer", List.of("ann"), 1000, 42);
    List<String> key = List.of("customer");
    ReadPlan strict = prepare(part("customer", key, "age"));
    ReadPlan stale = prepare(part("customer", key, TTL, true, true, true, "age"));
    FeatureBuffer answer = strict.newBuffer(1);

    strict.read("ann", answer, 5000);
    assertThat(answer.get(0, 0)).isNull();
    assertThat(answer.getDouble(0, 0)).isNaN();
    assertThat(answer.eventMicros(0, 0)).isEqualTo(1000);

    stale.read("ann", answer, 5000);
    assertThat(answer.get(0, 0)).isEqualTo(42);
    assertThat(answer.status(0, 0)).isEqualTo(Status.OUTSIDE_MAX_AGE);
  }

  @Test
  void latestNonNullFeaturesAreJudgedByTheirOwnTime() {
    store.create(
        new Table("own", Schema.of("k: int64"), Schema.of("a: int64, b: int64"), Set.of("a")));
    write("own", List.of(1L), 1000, 7L, 7L);
    write("own", List.of(1L), 1090, null, null);
    ReadPlan own = prepare(part("own", List.of("k"), "a", "b"));
    FeatureBuffer answer = own.newBuffer(1);

    own.read(1, answer, 1095);
    assertThat(answer.get(0, 0)).isEqualTo(7L);
    assertThat(answer.eventMicros(0, 0)).isEqualTo(1000);
    assertThat(answer.status(0, 1)).isEqualTo(Status.NULL_VALUE);
    assertThat(answer.eventMicros(0, 1)).isEqualTo(1090);

    own.read(1, answer, 1101);
    assertThat(answer.status(0, 0)).isEqualTo(Status.OUTSIDE_MAX_AGE);
    assertThat(answer.get(0, 0)).isNull();
  }

  @Test
  void aMissingOrSuperfluousKeyColumnIsNamed() {
    ReadPlan all = prepare(part("spend", List.of("customer", "shop"), "amount"));

    assertThatThrownBy(() -> all.newKeys(1).add(Map.of("customer", "ann", "store", 1L)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("missing: [shop]")
        .hasMessageContaining("superfluous: [store]");
    assertThatThrownBy(() -> all.newKeys(1).add(Map.of("customer", "ann", "shop", "one")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("shop")
        .hasMessageContaining("one");
    assertThatThrownBy(() -> all.newKeys(1).add(5L)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aKeyWithANullFindsNothing() {
    write("spend", List.of("", 0L), 1000, 1.0, 1L, "x");
    ReadPlan all = prepare(part("spend", List.of("customer", "shop"), "amount"));
    FeatureBuffer answer = all.newBuffer(1);

    all.read(all.newKeys(1).add(null, 0L), answer, 1000);

    assertThat(answer.status(0, 0)).isEqualTo(Status.NOT_FOUND);
  }

  @Test
  void aBufferFollowsToAnotherPlan() {
    write("customer", List.of("ann"), 1000, 42);
    ReadPlan one = prepare(part("customer", List.of("customer"), "age"));
    ReadPlan two =
        prepare(part("customer", List.of("customer"), "age"), part("global", List.of(), "rate"));
    FeatureBuffer answer = one.newBuffer(1);
    one.read("ann", answer, 1000);
    assertThat(answer.names()).containsExactly("age");

    two.read("ann", answer, 1000);

    assertThat(answer.names()).containsExactly("age", "rate");
    assertThat(answer.get(0, 0)).isEqualTo(42);
  }

  @Test
  void viewsOfManyFeaturesKeepAllNullBits() {
    StringBuilder features = new StringBuilder("f0: int64");
    for (int i = 1; i < 150; i++) {
      features.append(", f").append(i).append(": int64");
    }
    store.create(new Table("wide", Schema.of("k: int64"), Schema.of(features.toString())));
    Random random = new Random(5);
    @Nullable Object[] values = new Object[150];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextBoolean() ? (long) i : null;
    }
    write("wide", List.of(1L), 1000, values);
    List<String> names = new ArrayList<>(store.table("wide").layout.table.features().names());
    java.util.Collections.shuffle(names, random);
    ReadPlan wide = prepare(part("wide", List.of("k"), names.toArray(new String[0])));
    FeatureBuffer answer = wide.newBuffer(1);

    wide.read(1, answer, 1000);

    for (int i = 0; i < names.size(); i++) {
      assertThat(answer.get(0, i))
          .as(names.get(i))
          .isEqualTo(values[Integer.parseInt(names.get(i).substring(1))]);
    }
  }

  @Test
  void batchesAgreeWithSingleReadsWhateverTheirSizeAndRepetition() {
    Random random = new Random(11);
    Map<String, Double> expected = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      String customer = "customer-with-a-name-" + random.nextInt(5000);
      expected.put(customer, (double) i);
      write("spend", List.of(customer, 1L), 1000 + i, (double) i, 1L, "w");
    }
    ReadPlan all =
        prepare(
            part("spend", List.of("customer", "shop"), Long.MAX_VALUE, true, true, false, "amount"),
            part("customer", List.of("customer"), "age"));
    FeatureBuffer answer = all.newBuffer(1);
    KeyBuffer keys = all.newKeys(1);
    for (int size : new int[] {1, 2, 3, 4, 5, 100, 127, 128, 129, 1000}) {
      List<String> asked = new ArrayList<>();
      keys.clear();
      for (int i = 0; i < size; i++) {
        asked.add("customer-with-a-name-" + random.nextInt(50 * size));
        keys.add(asked.get(i), 1L);
      }
      all.read(keys, answer, 1L << 50);
      for (int i = 0; i < size; i++) {
        assertThat(answer.get(i, 0)).as("%d of %d", i, size).isEqualTo(expected.get(asked.get(i)));
      }
    }
  }

  @Test
  void requestsAreCounted() {
    ReadPlan ages = prepare(part("customer", List.of("customer"), "age"));
    FeatureBuffer answer = ages.newBuffer(1);
    ages.read("ann", answer, 1000);
    ages.read(ages.newKeys(2).add("a").add("b"), answer, 1000);

    answer.flushCounts();
    assertThat(requests.sum()).isEqualTo(3);
  }

  @Test
  void readingIntoABufferAllocatesNothing() throws Exception {
    write("customer", List.of("ann"), 1000, 42);
    write("spend", List.of("ann", 1L), 1000, 2.5, null, "red");
    ReadPlan single = prepare(part("customer", List.of("customer"), "age"));
    ReadPlan many =
        prepare(
            part("spend", List.of("customer", "shop"), "amount", "visits", "word"),
            part("customer", List.of("customer"), "age"));
    FeatureBuffer answer = single.newBuffer(1);
    FeatureBuffer answers = many.newBuffer(100);
    KeyBuffer keys = many.newKeys(100);
    for (int i = 0; i < 100; i++) {
      keys.add(i % 3 == 0 ? "ann" : "bob" + i, 1L);
    }
    LongSupplier allocatedBytes = allocatedBytes();
    long sum = 0;
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = allocatedBytes.getAsLong();
      for (int i = 0; i < 2000; i++) {
        single.read("ann", answer, 1000);
        sum += answer.getLong(0, 0);
        many.read(keys, answers, 1000);
        sum += (long) answers.getDouble(0, 0);
      }
      allocated = Math.min(allocated, allocatedBytes.getAsLong() - before);
    }

    assertThat(sum).isPositive();
    assertThat(allocated).isLessThan(2000);
  }

  /** By reflection: the module does not read that of management. */
  private static LongSupplier allocatedBytes() throws Exception {
    Object threads =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    Method bytes =
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getThreadAllocatedBytes", long.class);
    long id = Thread.currentThread().getId();
    return () -> {
      try {
        return (long) bytes.invoke(threads, id);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    };
  }
}

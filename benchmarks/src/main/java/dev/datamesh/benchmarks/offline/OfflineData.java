package dev.datamesh.benchmarks.offline;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * Generated rows: 100,000 entities in no order over a year, created within a minute; features that
 * are random doubles, which nothing compresses, or what tables of features hold mostly.
 *
 * @param everyday prices, counts, rates of two digits and words instead of random doubles
 */
record OfflineData(int features, boolean everyday) {

  static final int BATCH = 1_000_000;

  private static final int ENTITIES = 100_000;
  private static final long START = 1_700_000_000_000_000L;
  private static final long YEAR = 365L * 86_400_000_000L;
  private static final String[] WORDS = {"card", "cash", "transfer", "voucher", "none"};

  /** A view of these features. */
  FeatureView view(String name) {
    StringBuilder shorthand = new StringBuilder();
    for (int feature = 0; feature < features; feature++) {
      shorthand
          .append(feature == 0 ? "" : ", ")
          .append("f")
          .append(feature)
          .append(": ")
          .append(everyday && feature % 5 == 3 ? "string" : isCount(feature) ? "int64" : "float64");
    }
    return FeatureView.named(name)
        .entities(Entity.of("thing", "k: int64"))
        .source(Source.ingested("at").withCreatedTime("made"))
        .ttl(Duration.ofDays(30))
        .features(shorthand.toString())
        .build();
  }

  private boolean isCount(int feature) {
    return everyday && feature % 5 == 1;
  }

  /** A batch of rows in ingest order. */
  Frame batch(int number, int count) {
    Random random = new Random(number);
    long[] keys = new long[count];
    long[] events = new long[count];
    long[] created = new long[count];
    for (int row = 0; row < count; row++) {
      keys[row] = random.nextInt(ENTITIES);
      events[row] = START + (long) (random.nextDouble() * YEAR);
      created[row] = events[row] + random.nextInt(60_000_000);
    }
    BitSet none = new BitSet();
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of(Field.required("k", Primitive.INT64), keys, count, none));
    columns.add(Column.of(Field.required("at", Primitive.TIMESTAMP_TZ), events, count, none));
    columns.add(Column.of(Field.required("made", Primitive.TIMESTAMP_TZ), created, count, none));
    for (int feature = 0; feature < features; feature++) {
      columns.add(feature(random, feature, count));
    }
    return Frame.of(columns);
  }

  private Column feature(Random random, int feature, int count) {
    String name = "f" + feature;
    if (!everyday) {
      return Column.ofDoubles(name, random.doubles(count).toArray());
    }
    return switch (feature % 5) {
      case 0 ->
          Column.ofDoubles(
              name, random.ints(count, 0, 1_000_000).mapToDouble(cents -> cents / 100.0).toArray());
      case 1 -> Column.ofLongs(name, random.ints(count, 0, 50).asLongStream().toArray());
      case 2 ->
          Column.ofDoubles(
              name, random.ints(count, 0, 101).mapToDouble(part -> part / 100.0).toArray());
      case 3 ->
          Column.ofStrings(
              name,
              random.ints(count, 0, WORDS.length).mapToObj(i -> WORDS[i]).toArray(String[]::new));
      default ->
          Column.ofDoubles(
              name, random.doubles(count).map(part -> part < 0.3 ? 0 : part).toArray());
    };
  }

  /** Rows that ask, at random times. */
  static Frame spine(int rows) {
    Random random = new Random(7);
    long[] keys = new long[rows];
    long[] times = new long[rows];
    for (int row = 0; row < rows; row++) {
      keys[row] = random.nextInt(ENTITIES);
      times[row] = START + (long) (random.nextDouble() * YEAR);
    }
    return Frame.of(
        Column.of(Field.required("k", Primitive.INT64), keys),
        Column.of(Field.required("t", Primitive.TIMESTAMP_TZ), times));
  }
}

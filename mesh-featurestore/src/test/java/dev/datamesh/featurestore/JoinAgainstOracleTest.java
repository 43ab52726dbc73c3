package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBuilder;
import dev.datamesh.core.frame.Rounding;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.BoundPolicy;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import dev.datamesh.featurestore.definition.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The join against nested loops: a million random spine rows, more with {@code
 * -Dmesh.oracle.cases=N}; one world again with {@code -Dmesh.oracle.seed=S}.
 */
class JoinAgainstOracleTest {

  private static final long CASES = Long.getLong("mesh.oracle.cases", 1_000_000L);
  private static final long NONE = -1;
  private static final List<Instant> BASES =
      List.of(
          Instant.EPOCH,
          Instant.parse("2024-03-31T00:59:59.999999Z"),
          Instant.parse("0001-01-02T00:00:00Z"),
          Instant.parse("9999-12-01T00:00:00Z"),
          Instant.parse("1969-12-31T23:59:59Z"));

  @Test
  void everySpineRowGetsWhatNestedLoopsGiveIt() {
    long only = Long.getLong("mesh.oracle.seed", NONE);
    if (only != NONE) {
      new World(only).check();
      return;
    }
    long cases = 0;
    for (long seed = 0; cases < CASES; seed++) {
      try {
        cases += new World(seed).check();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "world %d; again with -Dmesh.oracle.seed=%d".formatted(seed, seed), e);
      }
    }
    assertThat(cases).isGreaterThanOrEqualTo(CASES);
  }

  /** What one view of the world is like. */
  private static final class RandomView {
    String name;
    FeatureView view;
    List<JoinOracle.FeatureRow> rows = new ArrayList<>();
    boolean created;
  }

  /** A random store, a random spine, and what the oracle says about it. */
  private static final class World {

    private final Random random;
    private final Instant base;
    private final long unit;
    private final Schema keys;
    private final TickingClock clock;
    private final FeatureStore store;

    World(long seed) {
      random = new Random(seed);
      base = BASES.get(random.nextInt(BASES.size()));
      unit = new long[] {1_000, 1_000_000, 3_600_000_000_000L}[random.nextInt(3)];
      keys =
          Schema.of(
              new String[] {
                    "",
                    "k: int64",
                    "k: string",
                    "k: string, l: string",
                    "k: int32, l: string, m: date"
                  }
                  [random.nextInt(5)]);
      clock = new TickingClock(base);
      store = FeatureStore.builder().clock(clock).inMemory();
    }

    long check() {
      List<RandomView> views = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(2); i++) {
        views.add(randomView("v" + i));
      }
      int spineRows = random.nextInt(10) == 0 ? random.nextInt(400) : 1 + random.nextInt(120);
      Frame spine = spine(spineRows);
      HistoricalRequest request = request(views);
      List<Feature> features = new ArrayList<>();
      List<RandomView> owners = new ArrayList<>();
      for (RandomView each : views) {
        for (Feature feature : each.view.features()) {
          features.add(feature);
          owners.add(each);
        }
      }
      Frame joined = store.historicalFeatures(spine, request);
      compare(spine, joined, request, owners, features);
      if (random.nextInt(4) == 0) {
        Frame inBlocks =
            store.historicalFeatures(spine.blocks(1 + random.nextInt(40)), request).collect();
        assertThat(inBlocks.toCsv()).isEqualTo(joined.toCsv());
      }
      return spineRows;
    }

    private RandomView randomView(String name) {
      RandomView made = new RandomView();
      made.name = name;
      made.created = random.nextBoolean();
      int size = random.nextInt(8) == 0 ? random.nextInt(900) : random.nextInt(60);
      for (int i = 0; i < size; i++) {
        made.rows.add(randomRow(name, made.created, 0));
      }
      FeatureView.Builder view =
          FeatureView.named(name)
              .feature(feature(name + "_a", Primitive.FLOAT64))
              .feature(feature(name + "_b", Primitive.STRING))
              .bounds(BoundPolicy.values()[random.nextInt(3)]);
      if (!keys.fields().isEmpty()) {
        view.entities(new Entity("thing", keys, ""));
      }
      randomTtl(view);
      Source source =
          random.nextBoolean()
              ? Source.frame(frame(made, made.rows), "event")
              : Source.ingested("event");
      boolean inSource = source.origin() instanceof Source.InMemory;
      view.source(made.created ? source.withCreatedTime("created") : source);
      made.view = view.build();
      store.apply(Definitions.of(made.view));
      if (!inSource) {
        store.ingest(name, frame(made, made.rows));
      }
      long commit = micros(clock.instant());
      made.rows.replaceAll(row -> committed(row, commit, made.created));
      for (int batch = random.nextInt(3); batch > 0; batch--) {
        clock.set(clock.instant().plusNanos(unit * (1 + random.nextInt(3))));
        long later = micros(clock.instant());
        List<JoinOracle.FeatureRow> more = new ArrayList<>();
        for (int i = random.nextInt(10); i > 0; i--) {
          more.add(committed(randomRow(name, made.created, later), later, made.created));
        }
        store.ingest(name, frame(made, more));
        made.rows.addAll(more);
      }
      return made;
    }

    private JoinOracle.FeatureRow committed(
        JoinOracle.FeatureRow row, long commit, boolean hasCreated) {
      return new JoinOracle.FeatureRow(
          row.key(), row.event(), hasCreated ? row.created() : (Long) commit, commit, row.values());
    }

    private Feature feature(String name, Primitive type) {
      Feature feature = Feature.of(name, type);
      return random.nextInt(3) == 0 ? feature.withPick(Feature.Pick.LATEST_NON_NULL) : feature;
    }

    private void randomTtl(FeatureView.Builder view) {
      long nanos =
          switch (random.nextInt(7)) {
            case 0 -> -1;
            case 1 -> 0;
            case 2 -> 1; // below a microsecond: rounded up to one
            case 3 -> 500_000;
            default -> unit * random.nextInt(12) + 1000 * (random.nextInt(3) - 1);
          };
      if (nanos >= 0) {
        view.ttl(Duration.ofNanos(nanos));
      }
    }

    private JoinOracle.FeatureRow randomRow(String name, boolean created, long commit) {
      Long event = random.nextInt(30) == 0 ? null : (Long) up(randomNanos());
      Long createdAt = !created || random.nextInt(15) == 0 ? null : (Long) up(randomNanos());
      List<Object> values =
          Arrays.asList(
              random.nextInt(5) == 0 ? null : (Object) (double) random.nextInt(1000),
              random.nextInt(5) == 0 ? null : name + random.nextInt(1000));
      return new JoinOracle.FeatureRow(randomKey(), event, createdAt, commit, values);
    }

    /** Nanoseconds since the base: on a coarse grid, a step beside it, or between microseconds. */
    private long randomNanos() {
      long grid = unit * random.nextInt(15);
      return switch (random.nextInt(4)) {
        case 0 -> grid + 1000;
        case 1 -> Math.max(0, grid - 1000);
        case 2 -> grid + random.nextInt(1000);
        default -> grid;
      };
    }

    private long up(long nanos) {
      return micros(base) + Math.floorDiv(nanos + 999, 1000);
    }

    private long down(long nanos) {
      return micros(base) + Math.floorDiv(nanos, 1000);
    }

    private static long micros(Instant instant) {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
    }

    private static Instant instant(long micros) {
      return Instant.ofEpochSecond(
          Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private List<Object> randomKey() {
      List<Object> key = new ArrayList<>();
      for (Field field : keys.fields()) {
        if (random.nextInt(20) == 0) {
          key.add(null);
        } else if (field.type() == Primitive.INT64) {
          key.add((long) random.nextInt(5) - 2);
        } else if (field.type() == Primitive.INT32) {
          key.add(random.nextInt(3) - 1);
        } else if (field.type() == Primitive.DATE) {
          key.add(java.time.LocalDate.ofEpochDay(random.nextInt(2)));
        } else { // as text side by side, many of these pairs are the same
          key.add(new String[] {"", "1", "12", "123", "23", "3"}[random.nextInt(6)]);
        }
      }
      return key;
    }

    private Frame frame(RandomView of, List<JoinOracle.FeatureRow> rows) {
      List<Field> fields = new ArrayList<>(keys.fields());
      fields.add(Field.nullable("event", Primitive.TIMESTAMP_TZ));
      if (of.created) {
        fields.add(Field.nullable("created", Primitive.TIMESTAMP_TZ));
      }
      fields.add(Field.nullable(of.name + "_a", Primitive.FLOAT64));
      fields.add(Field.nullable(of.name + "_b", Primitive.STRING));
      FrameBuilder builder = Frame.builder(new Schema(fields)).rounding(Rounding.UP);
      for (JoinOracle.FeatureRow row : rows) {
        List<Object> values = new ArrayList<>(row.key());
        values.add(between(row.event()));
        if (of.created) {
          values.add(between(row.created()));
        }
        values.addAll(row.values());
        builder.row(values.toArray());
      }
      return builder.build();
    }

    /** An instant that rounds up to the microsecond. */
    private Instant between(Long micros) {
      return micros == null ? null : instant(micros).minusNanos(random.nextInt(1000));
    }

    private Frame spine(int rows) {
      List<Field> fields = new ArrayList<>(keys.fields());
      fields.add(0, Field.required("at", Primitive.TIMESTAMP_TZ));
      fields.add(Field.nullable("label", Primitive.INT32));
      FrameBuilder builder = Frame.builder(new Schema(fields));
      for (int i = 0; i < rows; i++) {
        List<Object> values = new ArrayList<>();
        values.add(instant(down(randomNanos())).plusNanos(random.nextInt(1000)));
        values.addAll(randomKey());
        values.add(i);
        builder.row(values.toArray());
      }
      return builder.build();
    }

    private Long createdLimit;
    private Long knownAt;
    private boolean createdBySpine;
    private boolean stale;

    private HistoricalRequest request(List<RandomView> views) {
      List<String> references = new ArrayList<>();
      for (RandomView each : views) {
        each.view.featureNames().forEach(feature -> references.add(each.name + ":" + feature));
      }
      HistoricalRequest request =
          HistoricalRequest.of(references.toArray(String[]::new))
              .statuses()
              .eventTimes()
              .timeColumn("at")
              .threads(1 + random.nextInt(2));
      if (random.nextInt(4) == 0) {
        createdLimit = down(randomNanos());
        request = request.createdCutoff(instant(createdLimit));
      }
      if (random.nextInt(4) == 0) {
        createdBySpine = true;
        request = request.createdCutoff();
      }
      if (random.nextInt(4) == 0) {
        knownAt = Math.max(micros(clock.instant()) - random.nextInt(2) * unit / 1000, applied());
        request = request.asKnownAt(instant(knownAt));
      }
      stale = random.nextInt(5) == 0;
      return stale ? request.serveStale() : request;
    }

    private long applied() {
      List<dev.datamesh.featurestore.registry.Applied> history = store.history();
      return micros(history.get(history.size() - 1).at());
    }

    private void compare(
        Frame spine,
        Frame joined,
        HistoricalRequest request,
        List<RandomView> owners,
        List<Feature> features) {
      assertThat(joined.rows()).isEqualTo(spine.rows());
      assertThat(joined.columns().subList(0, spine.columns().size())).isEqualTo(spine.columns());
      for (int f = 0; f < features.size(); f++) {
        Feature feature = features.get(f);
        RandomView owner = owners.get(f);
        JoinOracle.Rules rules =
            new JoinOracle.Rules(
                owner.view.ttl().map(ttl -> (ttl.toNanos() + 999) / 1000).orElse(null),
                owner.view.bounds(),
                createdBySpine,
                createdLimit,
                knownAt,
                feature.pick() == Feature.Pick.LATEST_NON_NULL,
                feature.name().endsWith("_a") ? 0 : 1);
        var values = joined.column(feature.name());
        var statuses = joined.column(feature.name() + "__status");
        var events = joined.column(feature.name() + "__event_time");
        for (int row = 0; row < spine.rows(); row++) {
          List<Object> key = new ArrayList<>();
          for (String name : keys.names()) {
            key.add(spine.get(row, name));
          }
          long t = spine.column("at").getLong(row);
          JoinOracle.Answer expected = JoinOracle.answer(owner.rows, key, t, rules);
          boolean withheld = expected.status() == Status.OUTSIDE_MAX_AGE && !stale;
          Object value = withheld ? null : expected.value();
          boolean same =
              java.util.Objects.equals(values.get(row), value)
                  && expected.status().name().equals(statuses.get(row))
                  && (expected.event() == null
                      ? events.isNull(row)
                      : !events.isNull(row) && events.getLong(row) == expected.event());
          if (!same) {
            assertThat(values.get(row) + " " + statuses.get(row) + " " + events.get(row))
                .as("%s, spine row %d, key %s, t %s, %s", feature, row, key, instant(t), request)
                .isEqualTo(
                    value
                        + " "
                        + expected.status()
                        + " "
                        + (expected.event() == null ? null : instant(expected.event())));
          }
        }
      }
    }
  }
}

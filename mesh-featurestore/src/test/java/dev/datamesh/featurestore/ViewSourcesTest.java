package dev.datamesh.featurestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.FrameFormat;
import dev.datamesh.core.spi.FrameSink;
import dev.datamesh.core.spi.FrameSource;
import dev.datamesh.featurestore.definition.DefinitionReader;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a view's rows come from: frames that are bound, files of a connector's format. */
class ViewSourcesTest {

  private static final Instant T = Instant.parse("2024-01-10T00:00:00Z");
  private static final String YAML =
      """
      entities: {e: {keys: {k: string}}}
      views:
        v:
          entities: [e]
          source: {frame: true, eventTime: t}
          features: {x: int64}
      """;

  @TempDir Path folder;

  private static Frame rows(long x) {
    return Frame.ofRows(
        Schema.of("k: string, t: timestamp_tz, x: int64"),
        List.of(List.of("a", T.minusSeconds(1), x)));
  }

  private static Object joined(FeatureStore store, String reference) {
    Frame spine = Frame.ofRows(Schema.of("k: string, at: timestamp_tz"), List.of(List.of("a", T)));
    return store.historicalFeatures(spine, reference).get(0, "x");
  }

  private Definitions read() {
    return DefinitionReader.read(YAML, "features.yml", folder);
  }

  @Test
  void aFrameThatAFileOnlyMentionsIsBoundByTheHost() {
    FeatureStore store = FeatureStore.inMemory();
    store.apply(read());
    assertThatThrownBy(() -> joined(store, "v:x"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("not bound")
        .hasMessageContaining("bind(\"v\", 0, frame)");

    store.bind("v", rows(1));
    assertThat(joined(store, "v:x")).isEqualTo(1L);
    store.bind("v", rows(2));
    assertThat(joined(store, "v:x")).isEqualTo(2L);
  }

  @Test
  void afterReopeningAFrameIsBoundAgainWithoutApplyingOrByApplyingTheSame() {
    FeatureView view =
        FeatureView.named("v")
            .entities(Entity.of("e", "k: string"))
            .source(Source.frame(rows(1), "t"))
            .features("x: int64")
            .build();
    try (FeatureStore store = FeatureStore.at(folder)) {
      store.apply(Definitions.of(view));
      assertThat(store.ingestSource("v")).isEqualTo(1);
    }
    try (FeatureStore again = FeatureStore.at(folder)) {
      assertThat(joined(again, "v:x")).as("rows in the folder need no frame").isEqualTo(1L);
      assertThatThrownBy(() -> again.ingestSource("v"))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("not bound");
      again.bind("v", rows(2));
      assertThat(again.ingestSource("v")).isEqualTo(1);
      assertThat(joined(again, "v:x")).isEqualTo(2L);
      assertThat(again.registry().revision()).isEqualTo(1);
    }
    try (FeatureStore again = FeatureStore.at(folder)) {
      assertThat(again.apply(Definitions.of(view)).isEmpty()).isTrue();
      assertThat(again.ingestSource("v")).isEqualTo(1);
      assertThat(joined(again, "v:x")).isEqualTo(1L);
    }
  }

  @Test
  void eachVersionHasAFrameOfItsOwn() {
    FeatureStore store = FeatureStore.inMemory();
    store.apply(read());
    store.bind("v", rows(1));
    store.apply(DefinitionReader.read(YAML.replace("x: int64", "x: int64, y: int64"), "f", folder));

    assertThat(joined(store, "v@v0:x")).isEqualTo(1L);
    assertThatThrownBy(() -> joined(store, "v:x")).hasMessageContaining("bind(\"v\", 1, frame)");
    store.bind("v", 0, rows(3));
    assertThat(joined(store, "v@v0:x")).isEqualTo(3L);
    assertThatThrownBy(() -> store.bind("v", rows(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("column \"y\" is missing");
  }

  @Test
  void onlyViewsThatMentionAFrameTakeOne() {
    FeatureStore store = FeatureStore.inMemory();
    store.apply(
        Definitions.of(
            FeatureView.named("w").features("x: int64").build(),
            FeatureView.named("f")
                .source(Source.frame(rows(1), "t"))
                .features("x: int64")
                .build()));

    assertThatThrownBy(() -> store.bind("w", rows(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("what is ingested");
    assertThatThrownBy(() -> store.bind("f", rows(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it was applied with one");
    assertThatThrownBy(() -> store.bind("nothing", rows(1))).isInstanceOf(NotFoundException.class);
  }

  /** Keeps frames as gzipped CSV with the columns' types in the name. */
  private static final class Typed implements FrameFormat {

    @Override
    public String name() {
      return "typed";
    }

    private static Frame load(Path path) {
      try {
        String schema = Files.readAllLines(path).get(0);
        String text = Files.readString(path).substring(schema.length() + 1);
        return dev.datamesh.core.frame.FrameReader.csv(new java.io.StringReader(text), "typed")
            .schema(Schema.of(schema))
            .read();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public FrameSource source(Path path) {
      return new FrameSource() {
        @Override
        public Schema schema() {
          return load(path).schema();
        }

        @Override
        public FrameBlocks read(Scan scan) {
          return load(path).select(scan.columns().orElse(schema().names())).blocks(1000);
        }
      };
    }

    @Override
    public FrameSink sink(Path file) {
      return rows -> {
        try (rows) {
          Frame all = rows.collect();
          Files.writeString(file, all.schema() + "\n" + all.toCsv());
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      };
    }
  }

  @Test
  void aViewReadsFilesOfAFormatThatTheHostBringsAndAgainWhenTheyChange() {
    Path file = folder.resolve("rows.typed");
    Frame rows =
        Frame.ofRows(
            Schema.of("k: string, t: timestamp, x: int32, z: float32"),
            List.of(List.of("a", "2024-01-10T00:30:00", 7, 0.5f)));
    new Typed().sink(file).write(rows.blocks(10));
    FeatureStore store = FeatureStore.builder().format(new Typed()).inMemory();
    Source source = Source.files("typed", file, "t");
    FeatureView.Builder view =
        FeatureView.named("v")
            .entities(Entity.of("e", "k: string"))
            .source(source.withZone(ZoneId.of("Europe/Berlin")))
            .features("x: int64, z: float64");
    store.apply(Definitions.of(view.build()));

    assertThat(joined(store, "v:x")).as("00:30 in Berlin is 23:30").isEqualTo(7L);
    new Typed().sink(file).write(Frame.concat(List.of(rows, rows)).blocks(10));
    assertThat(joined(store, "v:x")).isEqualTo(7L);
    assertThat(store.featuresBetween(T.minusSeconds(9999), T, HistoricalRequest.of("v:z")).rows())
        .isEqualTo(1);
    store.apply(Definitions.of(view.source(source).build()));
    assertThatThrownBy(() -> joined(store, "v:x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("column \"t\" has times without a zone");
  }

  @Test
  void filesOfManyPartsGiveNothingWhereOneCannotBeRead() {
    Frame rows =
        Frame.ofRows(
            Schema.of("k: string, t: timestamp_tz, x: int64"),
            java.util.stream.LongStream.range(0, 95)
                .mapToObj(i -> List.<Object>of("k" + i, T, i))
                .toList());
    boolean[] broken = new boolean[1];
    FrameFormat format =
        new FrameFormat() {
          @Override
          public String name() {
            return "parts";
          }

          @Override
          public FrameSource source(Path path) {
            return new FrameSource() {
              @Override
              public Schema schema() {
                return rows.schema();
              }

              @Override
              public FrameBlocks read(Scan scan) {
                return new BreakingBlocks(rows.blocks(10), broken[0] ? 9 : 99);
              }
            };
          }

          @Override
          public FrameSink sink(Path file) {
            throw new AssertionError();
          }
        };
    FeatureView view =
        FeatureView.named("v")
            .entities(Entity.of("e", "k: string"))
            .source(Source.files("parts", folder, "t"))
            .features("x: int64")
            .build();
    ViewSources sources = new ViewSources(FrameFormats.FOUND.with(format), 40);
    dev.datamesh.featurestore.registry.Version<FeatureView> version =
        new dev.datamesh.featurestore.registry.Version<>(0, view, T);
    List<Long> given = new java.util.ArrayList<>();

    sources.forEachBatch(version, batch -> given.add(batch.rows()));
    assertThat(given).containsExactly(40L, 40L, 15L);
    given.clear();
    broken[0] = true;
    assertThatThrownBy(() -> sources.forEachBatch(version, batch -> given.add(batch.rows())))
        .isInstanceOf(InvalidInputException.class);
    assertThat(given).isEmpty();
  }

  /** Blocks of which one cannot be read. */
  private static final class BreakingBlocks implements FrameBlocks {

    private final FrameBlocks blocks;
    private int left;

    BreakingBlocks(FrameBlocks blocks, int left) {
      this.blocks = blocks;
      this.left = left;
    }

    @Override
    public Schema schema() {
      return blocks.schema();
    }

    @Override
    public boolean hasNext() {
      return blocks.hasNext();
    }

    @Override
    public Frame next() {
      if (left-- == 0) {
        throw new InvalidInputException("Cannot read the last part");
      }
      return blocks.next();
    }

    @Override
    public void close() {
      blocks.close();
    }
  }

  @Test
  void aDataSetIsKeptInAFormatThatTheHostBrings() {
    FeatureStore store = FeatureStore.builder().format(new Typed()).inMemory();
    store.apply(read());
    store.bind("v", rows(4));
    Frame spine = Frame.ofRows(Schema.of("k: string, at: timestamp_tz"), List.of(List.of("a", T)));

    SavedDataset saved =
        store.saveDataset(folder.resolve("set"), "typed", spine, HistoricalRequest.of("v:x"));

    assertThat(saved.policies()).isEqualTo(Map.of("v", "bounds closed, ttl none"));
    SavedDataset opened = SavedDataset.open(folder.resolve("set"));
    assertThat(opened).isEqualTo(saved);
    assertThat(opened.read(new Typed())).isEqualTo(store.historicalFeatures(spine, "v:x"));
    assertThatThrownBy(opened::read)
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no connector for it is there")
        .hasMessageContaining("mesh-typed");
  }

  @Test
  void aDataSetThatCannotBeWrittenLeavesNothing() throws IOException {
    FrameFormat broken =
        new FrameFormat() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public FrameSource source(Path path) {
            throw new AssertionError();
          }

          @Override
          public FrameSink sink(Path file) {
            return rows -> {
              throw new InvalidInputException("Cannot write");
            };
          }
        };
    FeatureStore store = FeatureStore.builder().format(broken).inMemory();
    store.apply(read());
    store.bind("v", rows(4));
    Frame spine = Frame.ofRows(Schema.of("k: string, at: timestamp_tz"), List.of(List.of("a", T)));
    Path set = folder.resolve("set");

    assertThatThrownBy(() -> store.saveDataset(set, "broken", spine, HistoricalRequest.of("v:x")))
        .isInstanceOf(InvalidInputException.class);
    assertThat(Files.list(set)).isEmpty();
    assertThat(store.saveDataset(set, spine, HistoricalRequest.of("v:x")).rows()).isEqualTo(1);
  }
}

package dev.datamesh.featurestore;

import static dev.datamesh.featurestore.TestRows.at;
import static dev.datamesh.featurestore.TestRows.rows;
import static dev.datamesh.featurestore.TestRows.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A view's rows in a folder, listed as its source would have them. */
class ListedRowsTest {

  @TempDir Path folder;

  private static FeatureView view(Source source, String features) {
    return FeatureView.named("v")
        .entities(Entity.of("e", "k: int64"))
        .source(source)
        .features(features)
        .build();
  }

  private static Frame list(FrameBlocks blocks) {
    try (blocks) {
      return blocks.collect();
    }
  }

  @Test
  void rows_are_listed_under_the_names_of_the_source_and_can_be_ingested_again() {
    Source source =
        Source.ingested("at")
            .withCreatedTime("made")
            .withColumn("k", "key")
            .withColumn("a", "key")
            .withColumn("seen", "at");
    Frame given =
        rows("key: int64, at: timestamp_tz, made: timestamp_tz, b: int64", 1L, at(0), at(1), 5L);
    try (FeatureStore store = FeatureStore.at(folder)) {
      store.apply(Definitions.of(view(source, "a: int64, b: int64, seen: timestamp_tz")));
      store.ingest("v", given);

      Frame listed = list(store.rows("v"));

      assertThat(listed.schema().names()).isEqualTo(List.of("key", "at", "made", "b"));
      assertThat(listed.toString()).isEqualTo(given.toString());
      assertThat(store.ingest("v", listed)).isZero();
      Frame aside = given.with(OfflineRows.nulls(given.column("at").field(), 1));
      store.ingest("v", aside);
      assertThat(texts(list(store.rowsKeptAside("v")), "at")).containsExactly("null");
    }
  }

  @Test
  void whoever_only_reads_may_list_rows_that_are_not_there() {
    try (FeatureStore writer = FeatureStore.at(folder)) {
      writer.apply(Definitions.of(view(Source.ingested("at"), "a: int64")));
      try (DataFolder data = DataFolder.readOnly(folder);
          FeatureStore reader = FeatureStore.builder().at(data)) {
        assertThat(list(reader.rows("v")).schema().names()).containsExactly("k", "at", "a");
        assertThat(list(reader.rowsKeptAside("v")).rows()).isZero();
      }
      writer.ingest("v", rows("k: int64, at: timestamp_tz, a: int64", 1L, at(0), 5L));
      writer.apply(Definitions.of(view(Source.ingested("at"), "a: int64, b: string")));
      try (DataFolder data = DataFolder.readOnly(folder);
          FeatureStore reader = FeatureStore.builder().at(data)) {
        assertThat(texts(list(reader.rows("v")), "a")).containsExactly("5");
        assertThat(texts(list(reader.rows("v")), "b")).containsExactly("null");
      }
    }
  }
}

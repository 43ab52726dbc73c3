package dev.datamesh.featurestore;

import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;

/** The view that many tests push to: {@code v}, by the number {@code k}, as of {@code at}. */
final class TestViews {

  private TestViews() {}

  /** The view, to be served as well. */
  static FeatureView online(String features) {
    return FeatureView.named("v")
        .entities(Entity.of("e", "k: int64"))
        .source(Source.ingested("at"))
        .features(features)
        .online()
        .build();
  }
}

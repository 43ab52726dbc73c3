package dev.datamesh.featurestore;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.spi.LineageSink;
import dev.datamesh.core.spi.LineageSink.Derivation;
import dev.datamesh.core.spi.LineageSink.Statement;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Change;
import dev.datamesh.featurestore.registry.Plan;

/** Tells the host's lineage which product and fields a view reads. */
final class FeatureLineage {

  private static final String PRODUCER = "featurestore";

  private FeatureLineage() {}

  static void report(Definitions definitions, Plan plan, LineageSink sink) {
    for (FeatureView view : definitions.views()) {
      boolean changed =
          plan.changes().stream()
              .anyMatch(c -> c.part() == Change.Part.VIEW && c.name().equals(view.name()));
      if (changed && view.product().isPresent()) {
        report(view, view.product().get(), sink);
      }
    }
  }

  private static void report(FeatureView view, ProductId product, LineageSink sink) {
    AssetId source = AssetId.of(product);
    AssetId target = AssetId.mesh(AssetId.Kind.FEATURE_VIEW, view.name());
    sink.accept(
        new Statement(
            source, target, Derivation.DERIVED, "feature view " + view.name(), 1.0, PRODUCER));
    for (Feature feature : view.features()) {
      sink.accept(
          new Statement(
              field(product.toString(), view.source().columnOf(feature.name())),
              field(view.name(), feature.name()),
              Derivation.DIRECT,
              "",
              1.0,
              PRODUCER));
    }
  }

  private static AssetId field(String owner, String name) {
    return AssetId.mesh(AssetId.Kind.FIELD, owner + "/" + name);
  }
}

package dev.datamesh.cli.features;

import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.FeatureService;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.OnDemandView;
import dev.datamesh.featurestore.registry.Registry;
import dev.datamesh.featurestore.registry.Versions;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is known of one name, as text. For one thread at a time. */
final class Shown {

  private final Registry registry;
  private final PrintWriter out;

  Shown(Registry registry, PrintWriter out) {
    this.registry = registry;
    this.out = out;
  }

  void show(String name) {
    Versions<FeatureView> views = registry.views().get(name);
    Versions<OnDemandView> onDemand = registry.onDemandViews().get(name);
    FeatureService service = registry.services().get(name);
    if (views != null) {
      view(views);
    } else if (onDemand != null) {
      onDemand(onDemand);
    } else if (service != null) {
      service(service);
    } else {
      Set<String> names = new TreeSet<>(registry.views().keySet());
      names.addAll(registry.onDemandViews().keySet());
      names.addAll(registry.services().keySet());
      throw new NotFoundException(
          "Cannot find view or service \"%s\": there are %s".formatted(name, names), name);
    }
  }

  private void view(Versions<FeatureView> versions) {
    FeatureView view = versions.current().definition();
    out.printf("view %s: %s%n", view.name(), orDash(view.description()));
    about(view.owner(), view.tags());
    out.printf("  domain %s%n", orDash(view.domain()));
    out.printf("  keys %s%n", view.keys());
    out.printf(
        "  ttl %s, bounds %s, %s%n",
        view.ttl().map(Object::toString).orElse("none"),
        view.bounds().word(),
        view.online() ? "online" : "offline only");
    view.labelHorizon().ifPresent(time -> out.printf("  label, known after %s%n", time));
    out.printf("  source %s by %s%n", view.source().origin(), view.source().eventTime());
    view.features()
        .forEach(
            feature ->
                out.printf(
                    "  %s: %s  %s%n", feature.name(), feature.type(), feature.description()));
    versions(versions);
  }

  private void onDemand(Versions<OnDemandView> versions) {
    OnDemandView view = versions.current().definition();
    out.printf("on-demand view %s: %s%n", view.name(), orDash(view.description()));
    about(view.owner(), Map.of());
    out.printf("  function %s, version %d%n", view.function(), view.functionVersion());
    out.printf("  from stored features %s%n", view.inputs());
    fields("  from the request ", view.request());
    fields("  ", view.outputs());
    versions(versions);
  }

  private void service(FeatureService service) {
    out.printf("service %s: %s%n", service.name(), orDash(service.description()));
    about(service.owner(), service.tags());
    service.features().forEach(feature -> out.printf("  %s%n", feature));
  }

  private void about(String owner, Map<String, String> tags) {
    out.printf("  owner %s, tags %s%n", orDash(owner), tags.isEmpty() ? "-" : tags);
  }

  private void fields(String before, Schema schema) {
    schema
        .fields()
        .forEach(
            field ->
                out.printf(
                    "%s%s: %s  %s%n", before, field.name(), field.type(), field.description()));
  }

  private void versions(Versions<?> versions) {
    versions
        .all()
        .forEach(each -> out.printf("  version %d since %s%n", each.number(), each.since()));
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }
}

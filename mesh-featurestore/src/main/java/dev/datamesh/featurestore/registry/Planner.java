package dev.datamesh.featurestore.registry;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureService;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.OnDemandView;
import dev.datamesh.featurestore.definition.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Compares definitions with a registry. For one thread at a time. */
final class Planner {

  private final Registry registry;
  private final List<Change> changes = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** The views that a view is compared with: those that stay, and those planned before it. */
  private final Map<String, FeatureView> others = new TreeMap<>();

  Planner(Registry registry) {
    this.registry = registry;
  }

  Plan plan(Definitions definitions) {
    entities(definitions).values().forEach(this::entity);
    registry.views().forEach((name, versions) -> others.put(name, versions.current().definition()));
    definitions.views().forEach(view -> others.remove(view.name()));
    definitions.views().forEach(this::view);
    definitions.onDemandViews().forEach(this::onDemand);
    definitions.services().forEach(this::service);
    return new Plan(changes, warnings);
  }

  /** The entities stated, and those that views bring along under their own key names. */
  static Map<String, Entity> entities(Definitions definitions) {
    Map<String, Entity> entities = new LinkedHashMap<>();
    definitions.entities().forEach(entity -> entities.put(entity.name(), entity));
    definitions
        .views()
        .forEach(
            view -> view.entities().forEach(entity -> entities.putIfAbsent(entity.name(), entity)));
    return entities;
  }

  private void entity(Entity entity) {
    clash("entity", entity.name(), registry.entities().keySet());
    Entity old = registry.entities().get(entity.name());
    if (old == null) {
      changes.add(
          new Change(
              Change.Kind.ADD,
              Change.Part.ENTITY,
              entity.name(),
              List.of("keys " + entity.keys())));
    } else if (!old.equals(entity)) {
      List<String> details = new ArrayList<>();
      differ(details, "keys", old.keys(), entity.keys());
      differ(details, "description", old.description(), entity.description());
      changes.add(new Change(Change.Kind.UPDATE, Change.Part.ENTITY, entity.name(), details));
    }
  }

  private void view(FeatureView view) {
    clash("view", view.name(), registry.views().keySet());
    clash("view", view.name(), registry.onDemandViews().keySet());
    if (registry.onDemandViews().containsKey(view.name())) {
      throw new InvalidInputException(
          "Cannot apply view \"%s\": an on-demand view has the name".formatted(view.name()));
    }
    elsewhere(view);
    others.put(view.name(), view);
    Versions<FeatureView> versions = registry.allViews().get(view.name());
    if (versions == null) {
      changes.add(
          new Change(
              Change.Kind.ADD,
              Change.Part.VIEW,
              view.name(),
              List.of("features " + view.featureNames())));
      return;
    }
    FeatureView old = versions.newest().definition();
    if (old.equals(view)) {
      return;
    }
    List<String> details = new ArrayList<>();
    differ(details, "keys", old.keys(), view.keys());
    features(details, old, view);
    differ(details, "bounds", old.bounds().word(), view.bounds().word());
    differ(details, "label horizon", old.labelHorizon(), view.labelHorizon());
    differ(details, "source", text(old.source()), text(view.source()));
    differ(details, "ttl", old.ttl(), view.ttl());
    differ(details, "description", old.description(), view.description());
    differ(details, "online", old.online(), view.online());
    differ(details, "owner", old.owner(), view.owner());
    differ(details, "domain", old.domain(), view.domain());
    differ(details, "tags", old.tags(), view.tags());
    differ(details, "product", old.product(), view.product());
    changes.add(
        new Change(
            old.sameShape(view) ? Change.Kind.UPDATE : Change.Kind.NEW_VERSION,
            Change.Part.VIEW,
            view.name(),
            details));
  }

  private static String text(Source source) {
    return "%s eventTime=%s createdTime=%s %s %s"
        .formatted(
            source.origin(),
            source.eventTime(),
            source.createdTime(),
            source.zone().map(Object::toString).orElse(""),
            source.columns());
  }

  private static void features(List<String> details, FeatureView old, FeatureView view) {
    for (Feature feature : view.features()) {
      if (!old.featureNames().contains(feature.name())) {
        details.add("feature %s added (%s)".formatted(feature.name(), feature.type()));
      } else {
        Feature before = old.feature(feature.name());
        differ(details, "type of feature " + feature.name(), before.type(), feature.type());
        differ(details, "pick of feature " + feature.name(), before.pick(), feature.pick());
        differ(
            details,
            "description of feature " + feature.name(),
            before.description(),
            feature.description());
      }
    }
    for (String gone : old.featureNames()) {
      if (!view.featureNames().contains(gone)) {
        details.add("feature %s removed".formatted(gone));
      }
    }
  }

  /** Another domain has a feature of the same name, or the same source with the same features. */
  private void elsewhere(FeatureView view) {
    others.forEach(
        (name, other) -> {
          if (other.domain().equals(view.domain())) {
            return;
          }
          List<String> same = new ArrayList<>(view.featureNames());
          same.retainAll(other.featureNames());
          if (!same.isEmpty()) {
            warnings.add(
                "domain \"%s\" has features %s of the same name in view %s; view %s would compute them a second time"
                    .formatted(other.domain(), same, name, view.name()));
          }
          Source.Origin origin = view.source().origin();
          boolean files = origin instanceof Source.CsvFile || origin instanceof Source.FormatFiles;
          if (files && other.source().origin().equals(origin)) {
            warnings.add(
                "domain \"%s\" reads the same source %s in view %s"
                    .formatted(other.domain(), origin, name));
          }
        });
  }

  static boolean sameShape(OnDemandView a, OnDemandView b) {
    return a.function().equals(b.function())
        && a.functionVersion() == b.functionVersion()
        && a.inputs().equals(b.inputs())
        && a.request().equals(b.request())
        && a.outputs().equals(b.outputs());
  }

  private void onDemand(OnDemandView view) {
    clash("view", view.name(), registry.views().keySet());
    clash("view", view.name(), registry.onDemandViews().keySet());
    if (registry.views().containsKey(view.name())) {
      throw new InvalidInputException(
          "Cannot apply on-demand view \"%s\": a view has the name".formatted(view.name()));
    }
    Versions<OnDemandView> versions = registry.onDemandViews().get(view.name());
    if (versions == null) {
      changes.add(
          new Change(
              Change.Kind.ADD,
              Change.Part.ON_DEMAND_VIEW,
              view.name(),
              List.of("features " + view.outputs().names())));
      return;
    }
    OnDemandView old = versions.newest().definition();
    if (!old.equals(view)) {
      List<String> details = new ArrayList<>();
      differ(details, "function", old.function(), view.function());
      differ(details, "function version", old.functionVersion(), view.functionVersion());
      differ(details, "inputs", old.inputs(), view.inputs());
      differ(details, "request", old.request(), view.request());
      differ(details, "features", old.outputs(), view.outputs());
      differ(details, "description", old.description(), view.description());
      differ(details, "owner", old.owner(), view.owner());
      changes.add(
          new Change(
              sameShape(old, view) ? Change.Kind.UPDATE : Change.Kind.NEW_VERSION,
              Change.Part.ON_DEMAND_VIEW,
              view.name(),
              details));
    }
  }

  private void service(FeatureService service) {
    clash("service", service.name(), registry.services().keySet());
    FeatureService old = registry.services().get(service.name());
    if (old == null) {
      changes.add(
          new Change(
              Change.Kind.ADD,
              Change.Part.SERVICE,
              service.name(),
              List.of("features " + service.features())));
    } else if (!old.equals(service)) {
      List<String> details = new ArrayList<>();
      differ(details, "features", old.features(), service.features());
      differ(details, "description", old.description(), service.description());
      differ(details, "owner", old.owner(), service.owner());
      differ(details, "tags", old.tags(), service.tags());
      changes.add(new Change(Change.Kind.UPDATE, Change.Part.SERVICE, service.name(), details));
    }
  }

  private static void differ(List<String> details, String what, Object old, Object now) {
    if (!old.equals(now)) {
      details.add("%s: %s -> %s".formatted(what, shown(old), shown(now)));
    }
  }

  private static String shown(Object value) {
    if (value instanceof java.util.Optional<?> optional) {
      return optional.map(Object::toString).orElse("none");
    }
    String text = value.toString();
    return text.isEmpty() ? "none" : text;
  }

  private static void clash(String what, String name, Collection<String> existing) {
    for (String other : existing) {
      if (!other.equals(name)
          && other.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        throw new InvalidInputException(
            "Cannot apply %s \"%s\", there is \"%s\": their names differ only by case"
                .formatted(what, name, other));
      }
    }
  }
}

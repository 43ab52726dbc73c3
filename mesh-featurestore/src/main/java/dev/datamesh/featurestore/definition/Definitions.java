package dev.datamesh.featurestore.definition;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Entities, views and services that are applied together. Checked as a whole: names are unique
 * whatever their case, an entity is the same in every view. Whether services name what exists is
 * the registry's to say, which knows what was applied before. Immutable.
 */
public record Definitions(
    String project,
    List<Entity> entities,
    List<FeatureView> views,
    List<OnDemandView> onDemandViews,
    List<FeatureService> services) {

  public Definitions {
    entities = List.copyOf(entities);
    views = List.copyOf(views);
    onDemandViews = List.copyOf(onDemandViews);
    services = List.copyOf(services);
    Names.distinct("entities", entities.stream().map(Entity::name).toList());
    List<String> viewNames = new ArrayList<>(views.stream().map(FeatureView::name).toList());
    onDemandViews.forEach(view -> viewNames.add(view.name()));
    Names.distinct("views", viewNames);
    Names.distinct("services", services.stream().map(FeatureService::name).toList());
    Map<String, Entity> known = new HashMap<>();
    entities.forEach(entity -> known.put(entity.name(), entity));
    views.forEach(view -> view.entities().forEach(entity -> agree(view, entity, known)));
  }

  private static void agree(FeatureView view, Entity entity, Map<String, Entity> known) {
    Entity other = known.putIfAbsent(entity.name(), entity);
    if (other != null && !types(other.keys()).equals(types(entity.keys()))) {
      throw new InvalidInputException(
          "Cannot take view \"%s\", its entity \"%s\" has keys (%s), elsewhere (%s)"
              .formatted(view.name(), entity.name(), entity.keys(), other.keys()));
    }
  }

  private static List<String> types(Schema keys) {
    return keys.fields().stream().map(field -> field.type().toString()).toList();
  }

  /** Views, with their entities. */
  public static Definitions of(FeatureView... views) {
    return EMPTY.withViews(views);
  }

  /** Nothing. */
  public static final Definitions EMPTY =
      new Definitions("", List.of(), List.of(), List.of(), List.of());

  public Definitions withProject(String name) {
    return new Definitions(name, entities, views, onDemandViews, services);
  }

  public Definitions withEntities(Entity... more) {
    return new Definitions(project, plus(entities, List.of(more)), views, onDemandViews, services);
  }

  public Definitions withViews(FeatureView... more) {
    return new Definitions(project, entities, plus(views, List.of(more)), onDemandViews, services);
  }

  public Definitions withOnDemandViews(OnDemandView... more) {
    return new Definitions(project, entities, views, plus(onDemandViews, List.of(more)), services);
  }

  public Definitions withServices(FeatureService... more) {
    return new Definitions(project, entities, views, onDemandViews, plus(services, List.of(more)));
  }

  private static <T> List<T> plus(List<T> some, List<T> more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}

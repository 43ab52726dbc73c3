package dev.datamesh.featurestore.registry;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.Entity;
import dev.datamesh.featurestore.definition.FeatureReference;
import dev.datamesh.featurestore.definition.FeatureService;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.OnDemandView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that has been applied, at one revision. Immutable. */
public final class Registry {

  /** Nothing applied yet. */
  public static final Registry EMPTY =
      new Registry(
          0, "", new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), List.of());

  private final long revision;
  private final String project;
  private final NavigableMap<String, Entity> entities;
  private final NavigableMap<String, Versions<FeatureView>> views;
  private final NavigableMap<String, Versions<OnDemandView>> onDemandViews;
  private final NavigableMap<String, FeatureService> services;
  private final List<Applied> history;

  private Registry(
      long revision,
      String project,
      NavigableMap<String, Entity> entities,
      NavigableMap<String, Versions<FeatureView>> views,
      NavigableMap<String, Versions<OnDemandView>> onDemandViews,
      NavigableMap<String, FeatureService> services,
      List<Applied> history) {
    this.revision = revision;
    this.project = project;
    this.entities = Collections.unmodifiableNavigableMap(entities);
    this.views = Collections.unmodifiableNavigableMap(views);
    this.onDemandViews = Collections.unmodifiableNavigableMap(onDemandViews);
    this.services = Collections.unmodifiableNavigableMap(services);
    this.history = Collections.unmodifiableList(history);
  }

  /** One higher with each change. */
  public long revision() {
    return revision;
  }

  public String project() {
    return project;
  }

  public NavigableMap<String, Entity> entities() {
    return entities;
  }

  /** All views by name, with their versions. */
  public NavigableMap<String, Versions<FeatureView>> views() {
    return views;
  }

  public NavigableMap<String, Versions<OnDemandView>> onDemandViews() {
    return onDemandViews;
  }

  public NavigableMap<String, FeatureService> services() {
    return services;
  }

  /** What was applied, the first first. */
  public List<Applied> history() {
    return history;
  }

  /** Who owns how many views, by owner. */
  public NavigableMap<String, NavigableSet<String>> owners() {
    NavigableMap<String, NavigableSet<String>> owners = new TreeMap<>();
    views.forEach(
        (name, versions) ->
            owners
                .computeIfAbsent(versions.current().definition().owner(), owner -> new TreeSet<>())
                .add(name));
    return owners;
  }

  public Optional<Version<FeatureView>> findView(String name) {
    return Optional.ofNullable(views.get(name)).map(Versions::current);
  }

  /** The view's version that a reference means. */
  public Version<FeatureView> view(String name, OptionalInt version) {
    Versions<FeatureView> versions = views.get(name);
    if (versions == null) {
      throw new NotFoundException(
          "Cannot find view \"%s\": the store has %s".formatted(name, viewNames()), name);
    }
    return version.isPresent() ? versions.get(name, version.getAsInt()) : versions.current();
  }

  /** The on-demand view's version, empty where the name is no on-demand view. */
  public Optional<Version<OnDemandView>> findOnDemandView(String name, OptionalInt version) {
    Versions<OnDemandView> versions = onDemandViews.get(name);
    if (versions == null) {
      return Optional.empty();
    }
    return Optional.of(
        version.isPresent() ? versions.get(name, version.getAsInt()) : versions.current());
  }

  public FeatureService service(String name) {
    FeatureService service = services.get(name);
    if (service == null) {
      throw new NotFoundException(
          "Cannot find service \"%s\": the store has %s".formatted(name, services.keySet()), name);
    }
    return service;
  }

  private NavigableSet<String> viewNames() {
    NavigableSet<String> names = new TreeSet<>(views.keySet());
    names.addAll(onDemandViews.keySet());
    return names;
  }

  /**
   * Views and features whose name, description, owner, domain or tags contain the words, as
   * references; case does not count.
   */
  public List<String> search(String words) {
    String[] wanted = words.toLowerCase(Locale.ROOT).trim().split("\\s+");
    List<String> found = new ArrayList<>();
    views.forEach(
        (name, versions) -> {
          FeatureView view = versions.current().definition();
          String about =
              String.join(
                  " ", name, view.description(), view.owner(), view.domain(), "" + view.tags());
          view.features()
              .forEach(
                  feature -> {
                    String text =
                        String.join(" ", about, feature.name(), feature.description())
                            .toLowerCase(Locale.ROOT);
                    if (java.util.Arrays.stream(wanted).allMatch(text::contains)) {
                      found.add(name + ":" + feature.name());
                    }
                  });
        });
    return found;
  }

  /** What applying these definitions would do. */
  public Plan plan(Definitions definitions) {
    return new Planner(this).plan(definitions);
  }

  /** The registry after applying; this one where there is nothing to do. */
  public Registry apply(Definitions definitions, Instant now, String by) {
    Plan plan = plan(definitions);
    if (plan.isEmpty()) {
      return this;
    }
    Draft draft = new Draft(this);
    if (!definitions.project().isEmpty()) {
      draft.project = definitions.project();
    }
    Planner.entities(definitions).forEach(draft.entities::put);
    for (FeatureView view : definitions.views()) {
      draft.views.merge(
          view.name(),
          Versions.first(view, now),
          (old, first) ->
              old.newest().definition().sameShape(view)
                  ? old.replacingNewest(view)
                  : old.plus(view, now));
    }
    for (OnDemandView view : definitions.onDemandViews()) {
      draft.onDemandViews.merge(
          view.name(),
          Versions.first(view, now),
          (old, first) ->
              Planner.sameShape(old.newest().definition(), view)
                  ? old.replacingNewest(view)
                  : old.plus(view, now));
    }
    definitions.services().forEach(service -> draft.services.put(service.name(), service));
    return draft.registry(now, by, plan);
  }

  /** The registry where the bare name means one version, also when newer ones are applied. */
  public Registry pin(String view, int version, Instant now, String by) {
    if (onDemandViews.containsKey(view)) {
      throw new InvalidInputException(
          "Cannot pin on-demand view \"%s\": name its version in the request".formatted(view));
    }
    Version<FeatureView> target = view(view, OptionalInt.of(version));
    Draft draft = new Draft(this);
    draft.views.compute(
        view, (name, versions) -> pinned(versions, OptionalInt.of(target.number())));
    return draft.registry(now, by, plan(Change.Kind.PIN, view, "to v" + version));
  }

  private static Versions<FeatureView> pinned(
      @org.jspecify.annotations.Nullable Versions<FeatureView> versions, OptionalInt number) {
    return java.util.Objects.requireNonNull(versions).pinnedTo(number);
  }

  /** The registry where the bare name means the newest version again. */
  public Registry unpin(String view, Instant now, String by) {
    view(view, OptionalInt.empty());
    Draft draft = new Draft(this);
    draft.views.compute(view, (name, versions) -> pinned(versions, OptionalInt.empty()));
    return draft.registry(now, by, plan(Change.Kind.UNPIN, view, "to the newest"));
  }

  /** The registry where the bare name means the version before the current one. */
  public Registry rollback(String view, Instant now, String by) {
    int current = view(view, OptionalInt.empty()).number();
    Versions<FeatureView> versions = java.util.Objects.requireNonNull(views.get(view));
    int before =
        versions.all().stream()
            .mapToInt(Version::number)
            .filter(number -> number < current)
            .max()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "Cannot roll back view \"%s\", v%d is its first version"
                            .formatted(view, current)));
    return pin(view, before, now, by);
  }

  /** The registry without an old version, which can no longer be joined. */
  public Registry drop(String view, int version, Instant now, String by) {
    Version<FeatureView> target = view(view, OptionalInt.of(version));
    if (target.number() == view(view, OptionalInt.empty()).number()) {
      throw new InvalidInputException(
          "Cannot drop %s@v%d, it is the current version; apply or pin another one first"
              .formatted(view, version));
    }
    Draft draft = new Draft(this);
    draft.views.compute(
        view, (name, versions) -> java.util.Objects.requireNonNull(versions).without(version));
    return draft.registry(now, by, plan(Change.Kind.DROP, view, "v" + version));
  }

  /**
   * The registry without a view, in none of its versions; one that a service or an on-demand view
   * asks for stays.
   */
  public Registry dropView(String view, Instant now, String by) {
    view(view, OptionalInt.empty());
    Draft draft = new Draft(this);
    draft.views.remove(view);
    return draft.registry(now, by, plan(Change.Kind.DROP, view, "all versions"));
  }

  private static Plan plan(Change.Kind kind, String view, String detail) {
    return new Plan(List.of(new Change(kind, Change.Part.VIEW, view, List.of(detail))), List.of());
  }

  private void check(FeatureReference reference, String asking) {
    try {
      check(reference);
    } catch (NotFoundException e) {
      throw new NotFoundException(
          "%s; %s asks for %s".formatted(e.getMessage(), asking, reference), reference.toString());
    }
  }

  /** Refuses a reference to what does not exist. */
  void check(FeatureReference reference) {
    Optional<Version<OnDemandView>> onDemand =
        findOnDemandView(reference.view(), reference.version());
    if (onDemand.isPresent()) {
      OnDemandView view = onDemand.get().definition();
      if (view.outputs().find(reference.feature()).isEmpty()) {
        throw new NotFoundException(
            "Cannot find feature \"%s\" in view \"%s\": it has %s"
                .formatted(reference.feature(), view.name(), view.outputs().names()),
            reference.toString());
      }
      return;
    }
    view(reference.view(), reference.version()).definition().feature(reference.feature());
  }

  /** The next registry under way. */
  private static final class Draft {

    private final Registry before;
    private String project;
    private final NavigableMap<String, Entity> entities;
    private final NavigableMap<String, Versions<FeatureView>> views;
    private final NavigableMap<String, Versions<OnDemandView>> onDemandViews;
    private final NavigableMap<String, FeatureService> services;

    Draft(Registry before) {
      this.before = before;
      this.project = before.project;
      this.entities = new TreeMap<>(before.entities);
      this.views = new TreeMap<>(before.views);
      this.onDemandViews = new TreeMap<>(before.onDemandViews);
      this.services = new TreeMap<>(before.services);
    }

    Registry registry(Instant now, String by, Plan plan) {
      List<Applied> history = new ArrayList<>(before.history);
      history.add(new Applied(before.revision + 1, now, by, plan));
      Registry next =
          new Registry(
              before.revision + 1, project, entities, views, onDemandViews, services, history);
      for (Versions<OnDemandView> versions : next.onDemandViews.values()) {
        OnDemandView view = versions.newest().definition();
        view.inputs().forEach(input -> next.check(input, "view \"" + view.name() + "\""));
      }
      for (FeatureService service : next.services.values()) {
        service
            .features()
            .forEach(feature -> next.check(feature, "service \"" + service.name() + "\""));
      }
      return next;
    }
  }

  /** The names and definitions of all current views, for the planner. */
  Map<String, Versions<FeatureView>> allViews() {
    return views;
  }
}

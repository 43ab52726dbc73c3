package dev.datamesh.featurestore;

import dev.datamesh.core.ClosedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.access.Principal;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.FeatureReference;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.OnDemandView;
import dev.datamesh.featurestore.registry.Applied;
import dev.datamesh.featurestore.registry.Change;
import dev.datamesh.featurestore.registry.Plan;
import dev.datamesh.featurestore.registry.Registry;
import dev.datamesh.featurestore.registry.Version;
import dev.datamesh.featurestore.registry.Versions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Every registry there was, and the log that keeps them. A change is decided against the present
 * registry, written down, and then becomes the present. Safe for use by many threads: changes wait
 * for each other, readers for nobody.
 */
final class RegistryBook implements AutoCloseable {

  private final RegistryLog log;
  private final Clock clock;

  /** The first one is empty, the last is the present one. */
  private final List<Registry> registries = new CopyOnWriteArrayList<>();

  private volatile Registry registry;
  private Instant latest;
  private boolean closed;

  RegistryBook(RegistryLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
    this.registries.addAll(log.replay());
    this.registry = registries.get(registries.size() - 1);
    this.latest = registry.history().stream().map(Applied::at).reduce(Instant.MIN, (a, b) -> b);
  }

  Registry registry() {
    return registry;
  }

  /** The registry as of an instant. */
  Registry at(Instant at) {
    Registry found = Registry.EMPTY;
    for (Registry each : registries) {
      List<Applied> applied = each.history();
      if (!applied.isEmpty() && !applied.get(applied.size() - 1).at().isAfter(at)) {
        found = each;
      }
    }
    return found;
  }

  /**
   * The clock's time, never before an earlier commit.
   *
   * @throws ClosedException once nothing may change any more
   */
  synchronized Instant commitTime() {
    if (closed) {
      throw FeatureStore.isClosed();
    }
    Instant now = clock.instant();
    latest = now.isBefore(latest) ? latest : now;
    return latest;
  }

  synchronized Plan apply(Definitions definitions, Principal by) {
    Plan plan = registry.plan(definitions);
    Instant at = commitTime();
    Registry next = registry.apply(definitions, at, by.name());
    definitions.onDemandViews().forEach(view -> requireStoredInputs(view, next));
    if (next.revision() != registry.revision()) {
      log.applied(definitions, at, by.name());
      publish(next);
    }
    return plan;
  }

  /** What is computed is computed from stored features and the request alone. */
  private static void requireStoredInputs(OnDemandView view, Registry next) {
    for (FeatureReference input : view.inputs()) {
      if (next.findOnDemandView(input.view(), input.version()).isPresent()) {
        throw new InvalidInputException(
            "Cannot compute view \"%s\" from %s, that is computed itself: take stored features"
                .formatted(view.name(), input));
      }
    }
  }

  synchronized void pin(String view, int version, Principal by) {
    Instant at = commitTime();
    Registry next = registry.pin(view, version, at, by.name());
    log.changed("pin", view, version, at, by.name());
    publish(next);
  }

  synchronized void unpin(String view, Principal by) {
    Instant at = commitTime();
    Registry next = registry.unpin(view, at, by.name());
    log.changed("unpin", view, 0, at, by.name());
    publish(next);
  }

  synchronized void rollback(String view, Principal by) {
    Instant at = commitTime();
    Registry next = registry.rollback(view, at, by.name());
    int version = next.view(view, OptionalInt.empty()).number();
    log.changed("pin", view, version, at, by.name());
    publish(next);
  }

  synchronized void drop(String view, int version, Principal by) {
    Instant at = commitTime();
    Registry next = registry.drop(view, version, at, by.name());
    log.changed("drop", view, version, at, by.name());
    publish(next);
  }

  /** Drops all versions of a view, which it answers. */
  synchronized List<Version<FeatureView>> dropView(String view, Principal by) {
    Instant at = commitTime();
    Versions<FeatureView> versions = registry.views().get(view);
    Registry next = registry.dropView(view, at, by.name());
    log.changed("drop-view", view, 0, at, by.name());
    publish(next);
    return versions == null ? List.of() : versions.all();
  }

  private void publish(Registry next) {
    registries.add(next);
    registry = next;
  }

  /** Whether a version or a view was ever dropped. */
  boolean hasDropped() {
    return registry.history().stream()
        .flatMap(applied -> applied.plan().changes().stream())
        .anyMatch(change -> change.kind() == Change.Kind.DROP);
  }

  /** The versions of a view, the oldest first; none where it is unknown. */
  List<Version<FeatureView>> versions(String view) {
    Versions<FeatureView> versions = registry.views().get(view);
    return versions == null ? List.of() : List.copyOf(versions.all());
  }

  /** Those whose tables get rows of a push; tables are made under the lock of what is served. */
  List<Version<FeatureView>> served(FeatureView view, PushTarget target) {
    return target.online() ? versions(view.name()) : List.of();
  }

  /**
   * Makes sure that a version has not been dropped.
   *
   * @throws dev.datamesh.core.NotFoundException where it has
   */
  void require(Version<FeatureView> version) {
    FeatureView view = version.definition();
    registry.view(view.name(), OptionalInt.of(version.number()));
    if (!isKnown(version)) {
      throw new NotFoundException(
          "Cannot take rows of view \"%s\", it was dropped meanwhile and is another now"
              .formatted(view.name()),
          view.name());
    }
  }

  /** Whether a version is there and is not another one that took its number. */
  @SuppressWarnings("ReferenceEquality") // Which it is for nearly all, and quickly known.
  boolean isKnown(Version<FeatureView> version) {
    FeatureView view = version.definition();
    return find(view.name(), version.number())
        .filter(there -> there == view || there.sameShape(view))
        .isPresent();
  }

  /** Whether what happened to an online table happened to a version that is still there. */
  boolean isKnown(String table, long micros) {
    return versions().stream()
        .filter(version -> OnlineRows.name(version).equals(table))
        .anyMatch(version -> Micros.down(version.since()) <= micros);
  }

  /** The versions that are to be served, or were at some time. */
  List<Version<FeatureView>> servedVersions() {
    List<FeatureView> served = definitionsEver().stream().filter(FeatureView::online).toList();
    return versions().stream()
        .filter(version -> served.stream().anyMatch(each -> isOf(version, each)))
        .toList();
  }

  private static boolean isOf(Version<FeatureView> version, FeatureView definition) {
    FeatureView view = version.definition();
    return view.name().equals(definition.name()) && view.sameShape(definition);
  }

  /** All versions of all views. */
  List<Version<FeatureView>> versions() {
    return registry.views().values().stream().flatMap(versions -> versions.all().stream()).toList();
  }

  /** Whether there was such a view at any time. */
  boolean hasKnown(String view) {
    return registries.stream().anyMatch(each -> each.views().containsKey(view));
  }

  /** The definition of a version; empty where there is none or it was dropped. */
  Optional<FeatureView> find(String view, int version) {
    return versions(view).stream()
        .filter(each -> each.number() == version)
        .findFirst()
        .map(Version::definition);
  }

  /** The definitions of all versions of all views. */
  List<FeatureView> definitions() {
    return definitions(registry).toList();
  }

  /** The same with those that were dropped. */
  List<FeatureView> definitionsEver() {
    return registries.stream().flatMap(RegistryBook::definitions).distinct().toList();
  }

  private static Stream<FeatureView> definitions(Registry known) {
    return known.views().values().stream()
        .flatMap(versions -> versions.all().stream())
        .map(Version::definition);
  }

  @Override
  public synchronized void close() {
    closed = true;
    log.close();
  }
}

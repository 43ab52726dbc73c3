package dev.datamesh.featurestore;

import dev.datamesh.core.access.Action;
import dev.datamesh.core.access.Guard;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.spi.LineageSink;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Plan;
import dev.datamesh.featurestore.registry.Version;
import dev.datamesh.featurestore.registry.Versions;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What may be done with definitions: each change asks the guard, is written down, and takes with it
 * what it means for rows. Safe for use by many threads.
 */
final class AppliedDefinitions {

  private final RegistryBook book;
  private final Guard guard;
  private final LineageSink lineage;
  private final OfflineRows offline;
  private final OnlineRows online;
  private final Intake intake;

  /** Held while definitions come, and while they go with the tables that they have. */
  private final Object changing = new Object();

  AppliedDefinitions(
      RegistryBook book,
      Guard guard,
      LineageSink lineage,
      OfflineRows offline,
      OnlineRows online,
      Intake intake) {
    this.book = book;
    this.guard = guard;
    this.lineage = lineage;
    this.offline = offline;
    this.online = online;
    this.intake = intake;
  }

  Plan apply(Definitions definitions, Principal by) {
    for (FeatureView view : definitions.views()) {
      guard.require(by, Action.APPLY_FEATURES, view.domain(), view.name());
    }
    Plan plan;
    synchronized (changing) {
      plan = book.apply(definitions, by);
      for (FeatureView view : definitions.views()) {
        Versions<FeatureView> versions =
            Objects.requireNonNull(book.registry().views().get(view.name()));
        offline.sources().applied(versions.newest(), view);
      }
    }
    FeatureLineage.report(definitions, plan, lineage);
    intake.applied();
    return plan;
  }

  void bind(Version<FeatureView> version, Frame rows) {
    offline.sources().bind(version, rows);
  }

  void pin(String view, int version, Principal by) {
    requirePermission(view, by);
    book.pin(view, version, by);
  }

  void unpin(String view, Principal by) {
    requirePermission(view, by);
    book.unpin(view, by);
  }

  void rollback(String view, Principal by) {
    requirePermission(view, by);
    book.rollback(view, by);
  }

  void drop(String view, int version, Principal by) {
    requirePermission(view, by);
    alone(
        () -> {
          synchronized (changing) {
            book.drop(view, version, by);
            dropServed(view, version);
            dropUnusedRows();
          }
          return true;
        });
  }

  void drop(String view, Principal by) {
    requirePermission(view, by);
    alone(
        () -> {
          synchronized (changing) {
            book.dropView(view, by).forEach(version -> dropServed(view, version.number()));
            dropUnusedRows();
          }
          return true;
        });
  }

  private void dropServed(String view, int version) {
    online.drop(view, version);
    offline.sources().unbind(view, version);
  }

  /** Nothing is pushed or materialized meanwhile, and no file of what is served is written. */
  private void alone(Supplier<Boolean> drop) {
    online.withoutSnapshots(table -> false, () -> intake.emptied(drop));
  }

  /** Finishes what a crash kept from being dropped. */
  void finishDrops() {
    if (book.hasDropped()) {
      dropUnusedRows();
    }
  }

  /** Takes out what only versions had that were dropped. */
  private void dropUnusedRows() {
    offline.dropUnused(book.definitionsEver(), book.definitions());
  }

  /** Whether somebody may change a view's versions. */
  private void requirePermission(String view, Principal by) {
    String domain =
        book.registry().findView(view).map(version -> version.definition().domain()).orElse("");
    guard.require(by, Action.APPLY_FEATURES, domain, view);
  }
}

package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a push on their way into the tables of versions: room is made before they are
 * durable, so that what is durable can be served. For one thread at a time.
 */
final class ServedPush implements AutoCloseable {

  private final OnlineRows online;
  private final List<Version<FeatureView>> versions;
  private final Frame rows;
  private final Map<String, OnlinePass> ready = new HashMap<>();

  ServedPush(OnlineRows online, List<Version<FeatureView>> versions, Frame rows) {
    this.online = online;
    this.versions = versions;
    this.rows = rows;
  }

  /**
   * Makes room in the tables that there are.
   *
   * @throws dev.datamesh.core.LimitExceededException where there is none
   */
  ServedPush makeRoom() {
    for (Version<FeatureView> version : versions) {
      Frame adapted =
          online.isServed(version) ? OfflineRows.adaptedTo(version.definition(), rows) : null;
      if (adapted != null) {
        OnlinePass pass = online.pass(version, adapted, 0, 0);
        ready.put(OnlineRows.name(version), pass);
        pass.makeRoom();
      }
    }
    return this;
  }

  /** Puts the rows into the tables; no table may be in the making. */
  void serve(long commit, long first) {
    for (Version<FeatureView> version : versions) {
      OnlinePass pass = ready.get(OnlineRows.name(version));
      if (pass != null) {
        pass.takeFrom(first);
        continue;
      }
      Frame adapted =
          online.isServed(version) ? OfflineRows.adaptedTo(version.definition(), rows) : null;
      if (adapted != null) {
        online.pass(version, adapted, commit, first).takeAll();
      }
    }
  }

  @Override
  public void close() {
    ready.values().forEach(OnlinePass::giveUp);
  }
}

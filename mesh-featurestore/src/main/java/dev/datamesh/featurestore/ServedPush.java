package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a push on their way into the tables of versions: room is made before they are
 * durable, so that what is durable can be served. For one thread at a time.
 */
final class ServedPush implements AutoCloseable {

  private final OnlineRows online;
  private final FeatureView view;
  private final Frame rows;
  private final Map<String, OnlinePass> ready = new HashMap<>();

  /** Rows that fit a view, or others that were made for it. */
  ServedPush(OnlineRows online, FeatureView view, Frame rows) {
    this.online = online;
    this.view = view;
    this.rows = rows;
  }

  /**
   * Makes room in the tables that versions have.
   *
   * @throws dev.datamesh.core.LimitExceededException where there is none
   */
  ServedPush makeRoom(List<Version<FeatureView>> versions) {
    try {
      versions.forEach(this::makeRoom);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void makeRoom(Version<FeatureView> version) {
    Frame adapted = adapted(version);
    if (adapted != null) {
      OnlinePass pass = online.pass(version, adapted, 0, 0);
      ready.put(OnlineRows.name(version), pass);
      pass.makeRoom();
    }
  }

  /** The rows as a version that is served has them; null where they are none of its. */
  @SuppressWarnings("ReferenceEquality") // An equal definition is adapted to.
  private @Nullable Frame adapted(Version<FeatureView> version) {
    if (!online.isServed(version)) {
      return null;
    }
    FeatureView other = version.definition();
    return other == view ? rows : OfflineRows.adaptedTo(other, view, rows);
  }

  /**
   * Puts the rows into the tables; no table may be in the making.
   *
   * @param versions all that there are by now: one may have come after room was made
   */
  void serve(List<Version<FeatureView>> versions, long commit, long first) {
    for (Version<FeatureView> version : versions) {
      OnlinePass pass = ready.get(OnlineRows.name(version));
      if (pass != null) {
        pass.takeFrom(first);
        continue;
      }
      Frame adapted = adapted(version);
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

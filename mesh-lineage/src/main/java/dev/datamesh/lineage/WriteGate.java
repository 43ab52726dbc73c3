package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.access.Action;
import dev.datamesh.core.access.Guard;
import dev.datamesh.core.access.Principal;
import dev.datamesh.lineage.graph.Snapshot;
import dev.datamesh.lineage.model.LineageEntry;
import java.util.Iterator;

/** Who writes, and who decides whether they may. Immutable. */
record WriteGate(Guard guard, Principal principal) {

  static final WriteGate OPEN = new WriteGate(Guard.OPEN, Principal.platform("lineage"));

  WriteGate guardedBy(Guard other) {
    return new WriteGate(other, principal);
  }

  WriteGate as(Principal other) {
    return new WriteGate(guard, other);
  }

  /** Whether nothing needs to be asked. */
  boolean isOpen() {
    return guard == Guard.OPEN;
  }

  /** The same entries; asking for one that the guard forbids throws. */
  Iterator<LineageEntry> admitted(Iterator<LineageEntry> entries, Snapshot snapshot) {
    if (isOpen()) {
      return entries;
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public LineageEntry next() {
        LineageEntry entry = entries.next();
        require(Action.RECORD_LINEAGE, snapshot, entry.target(), entry.source());
        return entry;
      }
    };
  }

  /** Throws where the guard forbids any part of a command. */
  void require(Command command, Snapshot snapshot) {
    if (command instanceof Command.Add add) {
      for (LineageEntry entry : add.entries()) {
        require(Action.RECORD_LINEAGE, snapshot, entry.target(), entry.source());
      }
    } else if (command instanceof Command.Retract retract) {
      retract(retract.which(), snapshot);
    } else if (command instanceof Command.Describe describe) {
      NodeDescription description = describe.description();
      AssetId node = description.node();
      String now = domain(snapshot, node);
      String told = description.domain();
      if (!now.isEmpty() || told.isEmpty()) {
        guard.require(principal, Action.RECORD_LINEAGE, now, node.toString());
      }
      if (!told.isEmpty() && !told.equals(now)) {
        guard.require(principal, Action.RECORD_LINEAGE, told, node.toString());
      }
    } else if (command instanceof Command.Contain contain) {
      require(Action.RECORD_LINEAGE, snapshot, contain.outer(), contain.inner());
      require(Action.RECORD_LINEAGE, snapshot, contain.inner(), contain.outer());
    } else if (command instanceof Command.Join join) {
      require(Action.RECORD_LINEAGE, snapshot, join.name(), join.alternate());
      require(Action.RECORD_LINEAGE, snapshot, join.alternate(), join.name());
    } else if (command instanceof Command.Delete delete) {
      require(Action.RETRACT_LINEAGE, snapshot, delete.node(), delete.node());
    }
  }

  private void retract(Retraction which, Snapshot snapshot) {
    if (which.ends().isEmpty()) {
      guard.require(principal, Action.RETRACT_LINEAGE, "", "all of " + which.words());
    } else {
      require(Action.RETRACT_LINEAGE, snapshot, which.ends().get(1), which.ends().get(0));
    }
  }

  private void require(Action action, Snapshot snapshot, AssetId concerned, AssetId otherwise) {
    String domain = domain(snapshot, concerned);
    guard.require(
        principal,
        action,
        domain.isEmpty() ? domain(snapshot, otherwise) : domain,
        concerned.toString());
  }

  /** The domain that the graph knows for an asset, or that a product's id names. */
  private static String domain(Snapshot snapshot, AssetId asset) {
    int node = snapshot.find(asset);
    String known = node < 0 ? "" : snapshot.domain(node);
    if (known.isEmpty() && asset.kind() == AssetId.Kind.PRODUCT && asset.name().contains(".")) {
      return ProductId.of(asset.name()).domain();
    }
    return known;
  }
}

package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.model.LineageEntry;
import java.util.List;

/** A write, as it is kept in the journal and done again at opening. */
sealed interface Command {

  /** Takes in entries. */
  record Add(List<LineageEntry> entries) implements Command {

    public Add {
      entries = List.copyOf(entries);
    }
  }

  /** Ends statements. */
  record Retract(Retraction which) implements Command {}

  /** Makes facts of a node known. */
  record Describe(NodeDescription description) implements Command {}

  /** Puts a node inside another. */
  record Contain(AssetId inner, AssetId outer) implements Command {}

  /** Joins an alternate name with a name. */
  record Join(AssetId alternate, AssetId name) implements Command {}

  /** Marks a node as gone. */
  record Delete(AssetId node) implements Command {}

  /** Takes in the entries of a file beside the journal, whose length and checksum are these. */
  record Load(String file, long length, long checksum) implements Command {}
}

package dev.datamesh.lineage;

import dev.datamesh.core.NotFoundException;
import dev.datamesh.lineage.graph.Facts;
import dev.datamesh.lineage.graph.LineageStore;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** Does what commands say; the same commands in the same order make the same graph. */
final class Commands {

  private Commands() {}

  /** Answers how much changed. */
  static long apply(Command command, LineageStore store, Instant time) {
    if (command instanceof Command.Add add) {
      return store.add(add.entries().iterator(), time);
    }
    if (command instanceof Command.Retract retract) {
      return retract(retract.which(), store, time);
    }
    if (command instanceof Command.Describe describe) {
      NodeDescription description = describe.description();
      store.describe(description.node(), facts -> described(facts, description), time);
    } else if (command instanceof Command.Contain contain) {
      store.contain(contain.inner(), contain.outer(), time);
    } else if (command instanceof Command.Join join) {
      store.join(join.alternate(), join.name(), time);
    } else if (command instanceof Command.Delete delete) {
      delete(delete, store, time);
    }
    return 1;
  }

  private static long retract(Retraction which, LineageStore store, Instant time) {
    return store.retract(
        statement ->
            which.matches(
                statement.source(),
                statement.target(),
                statement.producer(),
                statement.job(),
                statement.event()),
        time);
  }

  private static void delete(Command.Delete delete, LineageStore store, Instant time) {
    if (store.snapshot().find(delete.node()) < 0) {
      throw new NotFoundException(
          "Cannot delete %s, no entry names it".formatted(delete.node()), delete.node().toString());
    }
    store.describe(
        delete.node(),
        facts -> new Facts(facts.domain(), facts.owner(), facts.tags(), facts.fallbacks(), true),
        time);
  }

  private static Facts described(Facts facts, NodeDescription description) {
    Set<String> tags = new TreeSet<>(facts.tags());
    tags.addAll(description.tags());
    return new Facts(
        description.domain().isEmpty() ? facts.domain() : description.domain(),
        description.owner().isEmpty() ? facts.owner() : description.owner(),
        tags,
        description.fallbacks().isEmpty() ? facts.fallbacks() : description.fallbacks(),
        false);
  }
}

package dev.datamesh.core.catalog;

import dev.datamesh.core.NotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Follows a catalog's changes from a revision on, in commit order, each once. The subscriber pulls
 * at its own pace and never holds a writer up; it keeps {@link #position()} and starts there again
 * after a reconnect.
 *
 * <p>For one thread at a time.
 */
public final class Subscription {

  private static final int MOST = 500;

  private final Chronicle chronicle;
  private final Predicate<CatalogEvent> visible;
  private long position;

  Subscription(Chronicle chronicle, long position, Predicate<CatalogEvent> visible) {
    this.chronicle = chronicle;
    this.position = position;
    this.visible = visible;
  }

  /** The revision of the last change that was handed out. */
  public long position() {
    return position;
  }

  /**
   * The next changes, 500 at most; waits for one until the time is up or the thread is interrupted,
   * and then answers with none.
   *
   * @throws NotFoundException where changes behind the position were given up
   */
  public List<CatalogChange> next(Duration wait) {
    try {
      if (!chronicle.await(position + 1, wait.toNanos())) {
        return List.of();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
    Changes changes = chronicle.since(position, MOST);
    if (changes instanceof Changes.Compacted compacted) {
      throw new NotFoundException(
          "Cannot follow the catalog from revision %d, its history begins at %d; read its state and"
                  .formatted(position, compacted.oldest())
              + " go on from there",
          "revision " + (position + 1));
    }
    Changes.Since since = (Changes.Since) changes;
    position = since.last();
    return since.changes().stream().map(this::visibleOf).toList();
  }

  private CatalogChange visibleOf(CatalogChange change) {
    return new CatalogChange(
        change.revision(),
        change.at(),
        change.principal(),
        change.events().stream().filter(visible).toList());
  }
}

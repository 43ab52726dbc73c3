package dev.datamesh.core.catalog;

import dev.datamesh.core.spi.ProductLineage;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to write. Everything slow is done when it is made; {@link #stage} runs in the
 * writer's turn.
 *
 * @param <T> what the caller gets when it is done
 */
interface Intent<T> {

  /**
   * Decides, and puts the events on the stage.
   *
   * @return null where it may be written; otherwise the conflict or the refusal
   */
  @Nullable WriteResult<T> stage(Stage stage);

  /** What the caller gets, asked once the commit is durable and published. */
  T value();

  /** Whether it looks at more than products, and so must wait until nothing is queued. */
  boolean needsQuiet();

  /** Tells the lineage what it should know, once the commit is durable and published. */
  default void tell(ProductLineage lineage) {}

  /** Writes nothing but what waits for the next commit. */
  final class OfWhatWaits implements Intent<Boolean> {

    @Override
    public @Nullable WriteResult<Boolean> stage(Stage stage) {
      return null;
    }

    @Override
    public Boolean value() {
      return true;
    }

    @Override
    public boolean needsQuiet() {
      return false;
    }
  }
}

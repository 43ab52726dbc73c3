package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.access.Action;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.DataProductBuilder;
import dev.datamesh.core.product.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Several writes that happen together or not at all. Each is decided against what those before it
 * lead to. For one thread at a time.
 */
public final class CatalogBatch {

  private final CatalogEngine engine;
  private final Principal principal;
  private final List<Intent<CatalogEntry>> intents = new ArrayList<>();

  CatalogBatch(CatalogEngine engine, Principal principal) {
    this.engine = engine;
    this.principal = principal;
  }

  public CatalogBatch register(DataProduct product) {
    intents.add(engine.registration(principal, product));
    return this;
  }

  public CatalogBatch update(ProductId id, UnaryOperator<DataProductBuilder> change) {
    return update(id, CatalogEngine.ANY_REVISION, change);
  }

  public CatalogBatch update(
      ProductId id, long expectedRevision, UnaryOperator<DataProductBuilder> change) {
    intents.add(engine.change(principal, Action.UPDATE, id, expectedRevision, change));
    return this;
  }

  public CatalogBatch deprecate(ProductId id) {
    intents.add(
        engine.change(
            principal,
            Action.DEPRECATE,
            id,
            CatalogEngine.ANY_REVISION,
            builder -> builder.status(Status.DEPRECATED)));
    return this;
  }

  public CatalogBatch delete(ProductId id) {
    intents.add(engine.deletion(principal, id));
    return this;
  }

  public CatalogBatch move(ProductId from, ProductId to) {
    intents.add(engine.move(principal, from, to));
    return this;
  }

  /** Writes all of them as one commit; the entries are in the order of the calls. */
  public WriteResult<List<CatalogEntry>> commit() {
    if (intents.isEmpty()) {
      return new WriteResult.Done<>(List.of(), engine.revision());
    }
    return engine.write(
        principal, Action.UPDATE, intents.size() + " products", ProductIntents.all(intents));
  }
}

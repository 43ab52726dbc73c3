package dev.datamesh.core.catalog;

import dev.datamesh.core.Problem;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.MappingDraft;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.ProductDocument;
import dev.datamesh.core.product.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A catalog's domains and products as one document, {@code products.json}: {@code domains} as in
 * {@code domains.yml}, {@code products} as a list; each product as {@link ProductDocument} writes
 * it, with {@code created_at}, {@code updated_at} and {@code revision} beside.
 */
public final class CatalogJson {

  private CatalogJson() {}

  /** Everything that the catalog's principal may read, in the order of entering. */
  public static Node export(Catalog catalog) {
    List<Node> products = new ArrayList<>();
    ProductPage page = catalog.list(ProductQuery.all());
    page.entries().forEach(entry -> products.add(node(entry)));
    while (page.hasNext()) {
      page = catalog.list(ProductQuery.all().after(page.next()));
      page.entries().forEach(entry -> products.add(node(entry)));
    }
    Map<String, Node> all = new LinkedHashMap<>();
    new Domains(catalog.domains())
        .toDocument()
        .find("domains")
        .ifPresent(d -> all.put("domains", d));
    all.put("products", new Node.Sequence(products, SourcePosition.UNKNOWN));
    return mapping(all);
  }

  /** One product with what the catalog knows about it. */
  public static Node node(CatalogEntry entry) {
    Map<String, Node> keys = new LinkedHashMap<>();
    ProductDocument.write(entry.product())
        .entries()
        .forEach((key, value) -> keys.put(key, value.value()));
    keys.put("created_at", text(entry.created().toString()));
    keys.put("updated_at", text(entry.updated().toString()));
    keys.put(
        "revision",
        new Node.Num(java.math.BigDecimal.valueOf(entry.revision()), SourcePosition.UNKNOWN));
    return mapping(keys);
  }

  /**
   * Declares the domains of a document and registers its products, all or none; products that are
   * there already are replaced. What is not understood is refused whole, with every problem.
   *
   * @return how many products were written
   */
  public static WriteResult<Integer> load(Catalog catalog, Node document, String source) {
    List<Problem> problems = new ArrayList<>();
    MappingDraft root = MappingDraft.of(document, "", problems);
    List<DataProduct> products = new ArrayList<>();
    List<Node> items = root.items("products", "products");
    for (int i = 0; i < items.size(); i++) {
      try {
        products.add(ProductDocument.read(items.get(i), source));
      } catch (dev.datamesh.core.InvalidInputException e) {
        for (Problem problem : e.problems()) {
          problems.add(
              new Problem(
                  "/products/" + i + problem.path(), problem.position(), problem.message()));
        }
      }
    }
    MappingDraft.throwIfAny("Cannot load the products of " + source, problems);
    if (root.has("domains")) {
      WriteResult<Domains> declared = catalog.declare(Domains.read(document(root), source));
      if (declared instanceof WriteResult.Refused<Domains> refused) {
        return new WriteResult.Refused<>(refused.sentence(), refused.reasons());
      }
    }
    CatalogBatch batch = catalog.batch();
    int written = 0;
    for (DataProduct product : products) {
      written += add(catalog, batch, product) ? 1 : 0;
    }
    WriteResult<List<CatalogEntry>> result = batch.commit();
    if (result instanceof WriteResult.Refused<List<CatalogEntry>> refused) {
      return new WriteResult.Refused<>(refused.sentence(), refused.reasons());
    }
    if (result instanceof WriteResult.Conflict<List<CatalogEntry>> conflict) {
      return new WriteResult.Conflict<>(conflict.current(), conflict.message());
    }
    return new WriteResult.Done<>(written, catalog.revision());
  }

  private static boolean add(Catalog catalog, CatalogBatch batch, DataProduct product) {
    ProductId id = product.id();
    boolean isThere =
        catalog.find(id).filter(entry -> entry.id().equals(id)).map(CatalogEntry::status).stream()
            .anyMatch(status -> status != Status.DECLARED);
    if (product.status() == Status.DECLARED) {
      return false;
    }
    if (isThere) {
      batch.update(id, builder -> product.toBuilder());
    } else {
      batch.register(product);
    }
    return true;
  }

  private static Node document(MappingDraft root) {
    return mapping(Map.of("domains", root.find("domains").orElseThrow()));
  }

  private static Node text(String text) {
    return new Node.Text(text, SourcePosition.UNKNOWN);
  }

  private static Node mapping(Map<String, Node> values) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    values.forEach((key, value) -> entries.put(key, new Node.Entry(SourcePosition.UNKNOWN, value)));
    return new Node.Mapping(entries, SourcePosition.UNKNOWN);
  }
}

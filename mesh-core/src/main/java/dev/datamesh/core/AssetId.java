package dev.datamesh.core;

import java.util.Locale;

/**
 * The identity of anything data flows through, as OpenLineage names things: kind, namespace and
 * name. Objects of the mesh are under the namespace {@code mesh}; a bare name is a dataset of the
 * namespace {@code default}.
 *
 * @param namespace not empty
 * @param name not empty
 */
public record AssetId(Kind kind, String namespace, String name) implements Comparable<AssetId> {

  /** The namespace of products, feature views and other objects of the mesh itself. */
  public static final String MESH = "mesh";

  /** The namespace of names that came without one. */
  public static final String DEFAULT = "default";

  /** What an asset is. */
  public enum Kind {
    DATASET,
    FIELD,
    PRODUCT,
    FEATURE_VIEW,
    MODEL,
    DASHBOARD,
    CONSUMER,
    JOB,
    RUN;

    /** The kind's word in texts: {@code feature_view}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public AssetId {
    if (namespace.isEmpty() || name.isEmpty()) {
      throw new InvalidInputException(
          "Cannot name an asset, namespace and name must not be empty: \"%s\", \"%s\""
              .formatted(namespace, name));
    }
  }

  /** A dataset of the namespace {@code default}. */
  public static AssetId dataset(String name) {
    return new AssetId(Kind.DATASET, DEFAULT, name);
  }

  /** A data product. */
  public static AssetId of(ProductId product) {
    return new AssetId(Kind.PRODUCT, MESH, product.toString());
  }

  /** An object of the mesh: a feature view, a model, a dashboard. */
  public static AssetId mesh(Kind kind, String name) {
    return new AssetId(kind, MESH, name);
  }

  @Override
  public int compareTo(AssetId other) {
    int order = kind.compareTo(other.kind);
    if (order == 0) {
      order = namespace.compareTo(other.namespace);
    }
    return order != 0 ? order : name.compareTo(other.name);
  }

  /** {@code product mesh:ventas.orders}; a dataset of the default namespace is its bare name. */
  @Override
  public String toString() {
    if (kind == Kind.DATASET && namespace.equals(DEFAULT)) {
      return name;
    }
    return kind.word() + " " + namespace + ":" + name;
  }
}

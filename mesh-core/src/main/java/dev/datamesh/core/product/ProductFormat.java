package dev.datamesh.core.product;

import dev.datamesh.core.document.Node;

/** The formats in which data products are described, told apart by the keys at their top. */
public enum ProductFormat {
  /** The SDK's own: {@code name} and {@code domain}. */
  MESH,
  /** Bitol's Open Data Product Standard: {@code apiVersion} and {@code kind: DataProduct}. */
  BITOL_ODPS,
  /** The Linux Foundation's Open Data Product Specification: {@code schema}, {@code product}. */
  LINUX_FOUNDATION_ODPS,
  /** The Data Product Descriptor Specification: {@code dataProductDescriptor}. */
  DPDS;

  /** The format of a document; one that is none of the standards' is the SDK's own. */
  public static ProductFormat of(Node document) {
    if (document.find("dataProductDescriptor").isPresent()) {
      return DPDS;
    }
    boolean isBitol =
        document.find("apiVersion").isPresent()
            && document.find("kind").flatMap(Node::text).filter("DataProduct"::equals).isPresent();
    if (isBitol) {
      return BITOL_ODPS;
    }
    boolean isLinuxFoundation =
        document.find("product").filter(node -> node instanceof Node.Mapping).isPresent()
            && document.find("schema").isPresent();
    return isLinuxFoundation ? LINUX_FOUNDATION_ODPS : MESH;
  }
}

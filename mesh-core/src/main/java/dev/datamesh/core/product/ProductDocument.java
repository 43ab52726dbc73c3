package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Data products as documents, JSON or YAML: {@code name}, {@code domain}, {@code owner}, {@code
 * schema} as a mapping of names to types in the shorthand ({@code order_id: integer!}), and a key
 * for every other component. What is read is refused whole, with every problem, or becomes a
 * product; what is written is read back equal.
 *
 * <p>{@link #read} also takes Bitol's ODPS and DPDS and keeps what they carry beyond the model.
 */
public final class ProductDocument {

  private ProductDocument() {}

  /** Reads a product in whichever format it is. */
  public static DataProduct read(Path file) {
    return read(DocumentReader.standard().read(file), file.toString());
  }

  /** Reads a product in whichever format it is; the source's name stands in messages. */
  public static DataProduct read(Node document, String source) {
    return switch (ProductFormat.of(document)) {
      case BITOL_ODPS -> BitolOdps.read(document, source);
      case DPDS -> Dpds.read(document, source);
      case LINUX_FOUNDATION_ODPS ->
          throw new InvalidInputException(
              "Cannot read "
                  + source
                  + ": it is the Linux Foundation's Open Data Product Specification (schema,"
                  + " version, product); expected Bitol's (apiVersion, kind: DataProduct), DPDS or"
                  + " the SDK's own form");
      default -> {
        List<Problem> problems = new ArrayList<>();
        DataProduct product = new ProductReader(problems).read(document);
        if (product == null || !problems.isEmpty()) {
          throw new InvalidInputException("Cannot read the product of " + source, problems);
        }
        yield product;
      }
    };
  }

  /**
   * A product with what a document sets; what the document leaves out stays. Its domain and name
   * cannot be set.
   */
  public static DataProduct merge(DataProduct product, Node document, String source) {
    List<Problem> problems = new ArrayList<>();
    DataProductBuilder builder = product.toBuilder();
    new ProductReader(problems).readInto(builder, document);
    if (!problems.isEmpty()) {
      throw new InvalidInputException("Cannot read the change of " + source, problems);
    }
    return builder.build();
  }

  /** The document of a product, without what is not set. */
  public static Node.Mapping write(DataProduct product) {
    return ProductWriter.document(product);
  }
}

package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.ContractModel;
import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.Promises;
import dev.datamesh.contracts.RecordValidator;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.document.Node;
import java.util.Optional;

/** A JSON Schema document, compiled. Immutable. */
public final class JsonSchemaModel implements ContractModel {

  private final JsonSchema root;
  private final Node document;
  private final SchemaCompiler compiler;

  JsonSchemaModel(JsonSchema root, Node document, SchemaCompiler compiler) {
    this.root = root;
    this.document = document;
    this.compiler = compiler;
  }

  /** The schema of whole documents. */
  public JsonSchema root() {
    return root;
  }

  @Override
  public Optional<SemanticVersion> version() {
    for (String key : new String[] {"version", "x-version"}) {
      Optional<String> text = document.find(key).flatMap(Node::text);
      if (text.isPresent()) {
        return ContractExtensions.version(text.get());
      }
    }
    return Optional.empty();
  }

  @Override
  public Promises promises() {
    return ContractExtensions.promises(document, "");
  }

  @Override
  public Profile defaultProfile() {
    return ContractExtensions.isDataProduct(document) ? Profile.DATA_PRODUCT : Profile.STRICT;
  }

  /**
   * @param part empty for whole documents, else the name of one of {@code $defs} or {@code
   *     definitions}
   */
  @Override
  public RecordValidator validator(String part) {
    if (part.isEmpty()) {
      return new SchemaValidator(root);
    }
    for (String key : new String[] {"$defs", "definitions"}) {
      Optional<Node> found = document.find(key).flatMap(defs -> defs.find(part));
      if (found.isPresent()) {
        synchronized (compiler) {
          return new SchemaValidator(
              compiler.compile(
                  found.get(), "/" + key + "/" + SchemaCompiler.escape(part), root.dialect));
        }
      }
    }
    throw new InvalidInputException(
        "Cannot find the schema \"" + part + "\" among $defs and definitions");
  }
}

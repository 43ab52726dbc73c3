package dev.datamesh.contracts.openapi;

import dev.datamesh.contracts.ContractModel;
import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.Promises;
import dev.datamesh.contracts.RecordValidator;
import dev.datamesh.contracts.jsonschema.ContractExtensions;
import dev.datamesh.contracts.jsonschema.Dialect;
import dev.datamesh.contracts.jsonschema.JsonSchema;
import dev.datamesh.contracts.jsonschema.SchemaCompiler;
import dev.datamesh.contracts.jsonschema.SchemaValidator;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.SemanticVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An OpenAPI document: its operations with compiled schemas. Immutable. */
public final class OpenApiModel implements ContractModel {

  private final Located root;
  private final Dialect dialect;
  private final Map<String, Operation> operations;
  private final SchemaCompiler compiler;

  OpenApiModel(
      Located root, Dialect dialect, Map<String, Operation> operations, SchemaCompiler compiler) {
    this.root = root;
    this.dialect = dialect;
    this.operations = operations;
    this.compiler = compiler;
  }

  Located root() {
    return root;
  }

  Map<String, Operation> operations() {
    return operations;
  }

  boolean hasPath(String path) {
    String numbered = OperationReader.numbered(path);
    return operations.values().stream()
        .anyMatch(operation -> OperationReader.numbered(operation.path()).equals(numbered));
  }

  @Override
  public Optional<SemanticVersion> version() {
    return root.find("info")
        .flatMap(info -> info.node().find("version"))
        .flatMap(v -> ContractExtensions.version(v.text().orElse(v.toString())));
  }

  @Override
  public Promises promises() {
    List<Promises.Promise> all =
        new ArrayList<>(ContractExtensions.promises(root.node(), "").all());
    root.find("info")
        .ifPresent(
            info -> all.addAll(ContractExtensions.promises(info.node(), info.pointer()).all()));
    operations
        .values()
        .forEach(
            operation ->
                all.addAll(
                    ContractExtensions.rateLimits(
                        operation.at().node(), operation.at().pointer(), operation.label() + " ")));
    return new Promises(all);
  }

  @Override
  public Profile defaultProfile() {
    boolean product =
        ContractExtensions.isDataProduct(root.node())
            || root.find("info")
                .map(info -> ContractExtensions.isDataProduct(info.node()))
                .orElse(false);
    return product ? Profile.DATA_PRODUCT : Profile.LENIENT;
  }

  /**
   * @param part the name of a schema under components, or an operation and status such as {@code
   *     GET /daily-revenue 200}; empty for the only successful JSON response there is
   */
  @Override
  public RecordValidator validator(String part) {
    return new SchemaValidator(part.isEmpty() ? mainSchema() : schema(part));
  }

  private JsonSchema schema(String part) {
    Optional<Located> component =
        root.find("components").flatMap(c -> c.find("schemas")).flatMap(s -> s.find(part));
    if (component.isPresent()) {
      synchronized (compiler) {
        return compiler.compile(component.get().node(), component.get().pointer(), dialect);
      }
    }
    for (Operation operation : operations.values()) {
      for (Operation.Response response : operation.responses().values()) {
        if (part.equals(operation.label() + " " + response.status())) {
          Optional<JsonSchema> schema = json(response);
          if (schema.isPresent()) {
            return schema.get();
          }
        }
      }
    }
    throw new InvalidInputException(
        "Cannot find \"%s\": it is neither a schema under components nor an operation with a status"
            .formatted(part));
  }

  private JsonSchema mainSchema() {
    List<JsonSchema> found = new ArrayList<>();
    for (Operation operation : operations.values()) {
      for (Operation.Response response : operation.responses().values()) {
        if (response.isSuccess()) {
          json(response).ifPresent(found::add);
        }
      }
    }
    if (found.stream().distinct().count() != 1) {
      throw new InvalidInputException(
          "Cannot choose the records to validate, there are %d successful responses; name a schema"
                  .formatted(found.size())
              + " or an operation with a status, such as \"GET /daily-revenue 200\"");
    }
    return found.get(0);
  }

  private static Optional<JsonSchema> json(Operation.Response response) {
    return response.content().values().stream()
        .filter(media -> media.type().contains("json"))
        .findFirst()
        .flatMap(Operation.Media::schema);
  }
}

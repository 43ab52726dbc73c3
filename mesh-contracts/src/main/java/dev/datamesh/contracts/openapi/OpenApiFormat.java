package dev.datamesh.contracts.openapi;

import dev.datamesh.contracts.Assessment;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.ContractFormat;
import dev.datamesh.contracts.ContractModel;
import dev.datamesh.contracts.ContractSource;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.jsonschema.Dialect;
import dev.datamesh.contracts.jsonschema.References;
import dev.datamesh.contracts.jsonschema.SchemaCompiler;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.document.Node;
import java.util.Map;

/** OpenAPI 3.0, 3.1 and 3.2. */
public final class OpenApiFormat implements ContractFormat {

  /** Found by the service loader. */
  public OpenApiFormat() {}

  @Override
  public String name() {
    return "openapi";
  }

  @Override
  public Mode defaultMode() {
    return Mode.CONSUMERS;
  }

  @Override
  public int recognises(ContractSource source) {
    return source.findTree().flatMap(tree -> tree.find("openapi")).isPresent() ? 9 : 0;
  }

  @Override
  public ContractModel read(ContractSource source) {
    Node tree = source.tree();
    Node stated =
        tree.find("openapi")
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        new Problem("", tree.position(), "expected the key \"openapi\"")));
    String version = stated.text().orElse(stated.toString());
    if (!version.startsWith("3.")) {
      throw new InvalidInputException(
          new Problem("/openapi", stated.position(), "expected OpenAPI 3, found " + version));
    }
    Dialect dialect = version.startsWith("3.0") ? Dialect.OPENAPI30 : Dialect.OPENAPI31;
    References references =
        new References(tree, source.name(), source.root().orElse(null), source.reader(), true);
    SchemaCompiler compiler = new SchemaCompiler(references);
    Located root = new Located(tree, "");
    Map<String, Operation> operations =
        new OperationReader(root, references, compiler, dialect).read();
    return new OpenApiModel(root, dialect, operations, compiler);
  }

  @Override
  public Assessment compare(ContractModel older, ContractModel newer, Comparison comparison) {
    return new ApiDiff((OpenApiModel) older, (OpenApiModel) newer, comparison).assess();
  }
}

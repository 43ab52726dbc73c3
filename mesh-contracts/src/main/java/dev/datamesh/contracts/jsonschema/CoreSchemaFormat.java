package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Assessment;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.ContractFormat;
import dev.datamesh.contracts.ContractModel;
import dev.datamesh.contracts.ContractSource;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.RecordValidator;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.schema.Schema;

/** The SDK's own schemas, in their shorthand. */
public final class CoreSchemaFormat implements ContractFormat {

  /** Found by the service loader. */
  public CoreSchemaFormat() {}

  @Override
  public String name() {
    return "core-schema";
  }

  @Override
  public Mode defaultMode() {
    return Mode.READERS;
  }

  /** The shorthand looks like many things: it must be named. */
  @Override
  public int recognises(ContractSource source) {
    return 0;
  }

  @Override
  public ContractModel read(ContractSource source) {
    Schema schema = Schema.of(source.text());
    Node tree = SchemaDocuments.document(schema);
    SchemaCompiler compiler =
        new SchemaCompiler(new References(tree, source.name(), null, source.reader(), false));
    return new Model(
        new JsonSchemaModel(compiler.compile(tree, "", Dialect.DRAFT7), tree, compiler));
  }

  @Override
  public Assessment compare(ContractModel older, ContractModel newer, Comparison comparison) {
    return new JsonSchemaFormat()
        .compare(((Model) older).documents(), ((Model) newer).documents(), comparison);
  }

  /** A schema as documents. */
  private record Model(JsonSchemaModel documents) implements ContractModel {

    @Override
    public Profile defaultProfile() {
      return Profile.DATA_PRODUCT;
    }

    @Override
    public RecordValidator validator(String part) {
      return documents.validator(part);
    }
  }
}

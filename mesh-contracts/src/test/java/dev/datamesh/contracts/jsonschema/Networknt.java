package dev.datamesh.contracts.jsonschema;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;

/** The independent judge of these tests: networknt with its own regular expressions. */
final class Networknt {

  private final Schema schema;

  private Networknt(Schema schema) {
    this.schema = schema;
  }

  static Networknt draft7(String schema) {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
    return new Networknt(
        SchemaRegistry.withDialect(
                Dialects.getDraft7(), builder -> builder.schemaRegistryConfig(config))
            .getSchema(schema, InputFormat.JSON));
  }

  boolean accepts(String document) {
    return schema.validate(document, InputFormat.JSON).isEmpty();
  }
}

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
    return of(schema, Dialect.DRAFT7);
  }

  static Networknt of(String schema, Dialect draft) {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder().formatAssertionsEnabled(draft.assertsFormats()).build();
    return new Networknt(
        SchemaRegistry.withDialect(
                switch (draft) {
                  case DRAFT4 -> Dialects.getDraft4();
                  case DRAFT6 -> Dialects.getDraft6();
                  case DRAFT7 -> Dialects.getDraft7();
                  case DRAFT2019 -> Dialects.getDraft201909();
                  default -> Dialects.getDraft202012();
                },
                builder -> builder.schemaRegistryConfig(config))
            .getSchema(schema, InputFormat.JSON));
  }

  boolean accepts(String document) {
    return schema.validate(document, InputFormat.JSON).isEmpty();
  }
}

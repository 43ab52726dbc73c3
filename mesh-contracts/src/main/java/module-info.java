/** What changed, whom it breaks and which version number it deserves. */
module dev.datamesh.contracts {
  requires transitive dev.datamesh.core;
  requires static transitive org.jspecify;
  requires static com.networknt.schema;
  requires static tools.jackson.databind;
  requires static tools.jackson.core;

  exports dev.datamesh.contracts;
  exports dev.datamesh.contracts.protocol;

  uses dev.datamesh.contracts.ContractFormat;

  provides dev.datamesh.contracts.ContractFormat with
      dev.datamesh.contracts.jsonschema.CoreSchemaFormat,
      dev.datamesh.contracts.jsonschema.JsonSchemaFormat,
      dev.datamesh.contracts.openapi.OpenApiFormat;
}

/** What changed, whom it breaks and which version number it deserves. */
module dev.datamesh.contracts {
  requires transitive dev.datamesh.core;
  requires static transitive org.jspecify;
  requires static com.networknt.schema;
  requires static tools.jackson.databind;
  requires static tools.jackson.core;

  exports dev.datamesh.contracts;
  exports dev.datamesh.contracts.mapping;
  exports dev.datamesh.contracts.odcs;
  exports dev.datamesh.contracts.protocol;

  uses dev.datamesh.contracts.ContractFormat;
  uses dev.datamesh.contracts.mapping.SchemaMapping;

  provides dev.datamesh.contracts.ContractFormat with
      dev.datamesh.contracts.jsonschema.CoreSchemaFormat,
      dev.datamesh.contracts.jsonschema.JsonSchemaFormat,
      dev.datamesh.contracts.odcs.OdcsFormat,
      dev.datamesh.contracts.openapi.OpenApiFormat;
  provides dev.datamesh.contracts.mapping.SchemaMapping with
      dev.datamesh.contracts.mapping.JsonSchemaMapping,
      dev.datamesh.contracts.mapping.OdcsMapping,
      dev.datamesh.contracts.mapping.OpenApiMapping;
}

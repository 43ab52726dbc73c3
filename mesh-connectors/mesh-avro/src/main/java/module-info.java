/** Avro schemas as contracts. */
module dev.datamesh.avro {
  requires transitive dev.datamesh.contracts;
  requires org.apache.avro;
  requires static transitive org.jspecify;

  exports dev.datamesh.avro;

  provides dev.datamesh.contracts.ContractFormat with
      dev.datamesh.avro.AvroFormat;
  provides dev.datamesh.contracts.mapping.SchemaMapping with
      dev.datamesh.avro.AvroMapping;
}

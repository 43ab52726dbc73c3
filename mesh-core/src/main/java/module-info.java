/** Names, schema, frame, reader, journal, catalog, access: what all wings of the SDK share. */
module dev.datamesh.core {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires org.snakeyaml.engine;
  requires org.slf4j;
  requires jakarta.validation;
  requires org.hibernate.validator;
  requires de.siegmar.fastcsv;
  requires transitive java.sql;
  requires static transitive org.jspecify;

  exports dev.datamesh.core;
  exports dev.datamesh.core.access;
  exports dev.datamesh.core.catalog;
  exports dev.datamesh.core.disk;
  exports dev.datamesh.core.document;
  exports dev.datamesh.core.domain;
  exports dev.datamesh.core.frame;
  exports dev.datamesh.core.journal;
  exports dev.datamesh.core.product;
  exports dev.datamesh.core.schema;
  exports dev.datamesh.core.spi;
  exports dev.datamesh.core.validation;

  opens dev.datamesh.core.domain to
      org.hibernate.validator;
  opens dev.datamesh.core.product to
      org.hibernate.validator;
}

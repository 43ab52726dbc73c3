/** Values at a time: point-in-time joins, offline and online stores. */
module dev.datamesh.featurestore {
  requires transitive dev.datamesh.core;
  requires com.github.benmanes.caffeine;
  requires static transitive org.jspecify;

  uses dev.datamesh.core.spi.FrameFormat;

  exports dev.datamesh.featurestore;
  exports dev.datamesh.featurestore.definition;
  exports dev.datamesh.featurestore.offline;
  exports dev.datamesh.featurestore.online;
  exports dev.datamesh.featurestore.registry;
}

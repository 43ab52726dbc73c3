/** Who feeds whom: traversal, impact, paths, time travel. */
module dev.datamesh.lineage {
  requires transitive dev.datamesh.core;
  requires de.siegmar.fastcsv;
  requires transitive org.jgrapht.core;
  requires static transitive org.jspecify;

  exports dev.datamesh.lineage;
  exports dev.datamesh.lineage.exchange;
  exports dev.datamesh.lineage.export;
  exports dev.datamesh.lineage.jgrapht;
  exports dev.datamesh.lineage.model;
  exports dev.datamesh.lineage.select;
}

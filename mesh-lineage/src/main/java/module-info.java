/** Who feeds whom: traversal, impact, paths, time travel. */
module dev.datamesh.lineage {
  requires transitive dev.datamesh.core;
  requires de.siegmar.fastcsv;
  requires org.jgrapht.core;
  requires static transitive org.jspecify;

  exports dev.datamesh.lineage;
  exports dev.datamesh.lineage.exchange;
  exports dev.datamesh.lineage.model;
}

/** Who feeds whom: traversal, impact, paths, time travel. */
module dev.datamesh.lineage {
  requires transitive dev.datamesh.core;
  requires org.jgrapht.core;
  requires static transitive org.jspecify;
}

/** Values at a time: point-in-time joins, offline and online stores. */
module dev.datamesh.featurestore {
  requires transitive dev.datamesh.core;
  requires static transitive org.jspecify;
}

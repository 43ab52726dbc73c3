/** What changed, whom it breaks and which version number it deserves. */
module dev.datamesh.contracts {
  requires transitive dev.datamesh.core;
  requires static transitive org.jspecify;

  exports dev.datamesh.contracts.protocol;
}

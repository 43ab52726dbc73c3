/** Conformance kits, simulated disk, seeded runs and small languages for tests. */
module dev.datamesh.testkit {
  requires transitive dev.datamesh.core;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires static transitive org.jspecify;

  exports dev.datamesh.testkit;
  exports dev.datamesh.testkit.disk;
  exports dev.datamesh.testkit.store;
  exports dev.datamesh.testkit.frames;
  exports dev.datamesh.testkit.online;
}

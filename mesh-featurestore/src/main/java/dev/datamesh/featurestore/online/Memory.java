package dev.datamesh.featurestore.online;

/** Where rows are kept. */
public enum Memory {
  /** In arrays on the heap. */
  HEAP,
  /**
   * In buffers outside the heap, for stores that would make garbage collection long; texts, lists
   * and other values of no fixed width stay on the heap. The JVM's {@code -XX:MaxDirectMemorySize}
   * holds.
   */
  DIRECT
}

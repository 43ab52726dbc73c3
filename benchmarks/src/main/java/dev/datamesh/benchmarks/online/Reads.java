package dev.datamesh.benchmarks.online;

/** A store with all entities, and how it is read. For one thread. */
interface Reads extends AutoCloseable {

  /** Reads one entity into a buffer; answers a value, so that it is read. */
  double one(int call);

  /** Reads as many entities as a batch has. */
  double batch(int call);

  @Override
  default void close() {}
}

package dev.datamesh.benchmarks.journal;

/** One durable put at a time, from any thread. */
interface DurableLog extends AutoCloseable {

  void put(byte[] record) throws Exception;

  @Override
  void close() throws Exception;
}

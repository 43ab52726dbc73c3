package dev.datamesh.contracts.mapping;

import dev.datamesh.contracts.Contract;
import dev.datamesh.core.schema.Schema;
import java.util.Map;

/**
 * Turns contracts of one format into core's schemas and back; found by {@link
 * java.util.ServiceLoader}. Implementations keep no state and are safe for use by many threads.
 */
public interface SchemaMapping {

  /** The name of the contract format, such as {@code avro}. */
  String format();

  /** The records that a contract of this format describes, by name, in its order. */
  Mapped<Map<String, Schema>> read(Contract contract);

  /** Records in this format, as one text. */
  Mapped<String> write(Map<String, Schema> records);
}

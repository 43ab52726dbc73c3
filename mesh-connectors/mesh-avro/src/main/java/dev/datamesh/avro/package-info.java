/**
 * Avro schemas as contracts: who can read what others wrote.
 *
 * <p>Start with {@link dev.datamesh.avro.AvroFormat}; with this jar on the path {@code
 * Contract.read("order.avsc")} knows the format.
 *
 * <p>The way through: the Avro library parses, {@link dev.datamesh.avro.AvroResolution} decides
 * which reader can read which writer, differences become findings, and a datum that the library
 * itself cannot decode is the witness.
 *
 * <p>Always true here: a pair of schemas is called compatible only where every datum of the writer
 * resolves, recursion included; no class is loaded by a name in a schema.
 *
 * <p>Not here: reading Avro files.
 */
@NullMarked
package dev.datamesh.avro;

import org.jspecify.annotations.NullMarked;

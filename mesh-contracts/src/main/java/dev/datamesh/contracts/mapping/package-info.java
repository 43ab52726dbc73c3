/**
 * From one format to another: ODCS, JSON Schema, Avro, Protobuf and core's Schema, where the
 * meaning is kept, with a list of what is lost.
 *
 * <p>Start with {@link dev.datamesh.contracts.mapping.Mappings}.
 *
 * <p>The way through: a contract becomes records of core's {@link dev.datamesh.core.schema.Schema},
 * these are written in the other format; two contracts of two formats are compared as tables.
 *
 * <p>Always true here: core's types come back equal from every format; what a format cannot say
 * stands in the list of losses, never silently left out.
 *
 * <p>Not here: converting data.
 */
@NullMarked
package dev.datamesh.contracts.mapping;

import org.jspecify.annotations.NullMarked;

/**
 * The one vocabulary of types for all wings.
 *
 * <p>Start with {@link dev.datamesh.core.schema.Schema}.
 *
 * <p>The way through: a schema has fields, a field has a {@link
 * dev.datamesh.core.schema.FieldType}, types nest.
 *
 * <p>Always true here: values are immutable, names within one level are unique.
 *
 * <p>Not here: data ({@code frame}), compatibility of schemas (mesh-contracts).
 */
@NullMarked
package dev.datamesh.core.schema;

import org.jspecify.annotations.NullMarked;

/**
 * What JSON Schema means, draft 4 to 2020-12 and OpenAPI's variants: judging a value, containment
 * of two schemas with a witness, and the list of what changed.
 *
 * <p>Start with {@link dev.datamesh.contracts.jsonschema.JsonSchemaFormat}.
 *
 * <p>The way through: a document is compiled once into {@link
 * dev.datamesh.contracts.jsonschema.JsonSchema} objects with their places; two of them are compared
 * keyword by keyword for findings and as sets of documents for the verdict.
 *
 * <p>Always true here: three values, never a guess; references stay inside the document or a root;
 * work is budgeted.
 *
 * <p>Not here: operations of an API, profiles, reports.
 */
@NullMarked
package dev.datamesh.contracts.jsonschema;

import org.jspecify.annotations.NullMarked;

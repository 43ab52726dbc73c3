/**
 * What changed between two versions of an HTTP API and which callers it breaks.
 *
 * <p>Start with {@link dev.datamesh.contracts.openapi.OpenApiFormat}.
 *
 * <p>The way through: operations are read with their references followed, matched by method and
 * path, and their parameters, bodies, responses and headers compared as schemas.
 *
 * <p>Always true here: what callers send is judged as old within new, what they receive as new
 * within old.
 *
 * <p>Not here: what a schema means ({@code jsonschema}).
 */
@NullMarked
package dev.datamesh.contracts.openapi;

import org.jspecify.annotations.NullMarked;

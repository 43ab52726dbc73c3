/**
 * One reader of YAML 1.2 and JSON for everything that comes from outside.
 *
 * <p>Start with {@link dev.datamesh.core.document.DocumentReader}.
 *
 * <p>The way through: text in, a tree of {@link dev.datamesh.core.document.Node} out, each node
 * with its place; the caller reads drafts from it and reports problems with those places.
 *
 * <p>Always true here: numbers are exact, duplicate keys are refused, limits hold, nothing is
 * instantiated by name, nothing is fetched.
 *
 * <p>Not here: what a document means.
 */
@NullMarked
package dev.datamesh.core.document;

import org.jspecify.annotations.NullMarked;

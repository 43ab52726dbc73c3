/**
 * Names, errors and small values that every part of the SDK speaks in.
 *
 * <p>Start with {@link dev.datamesh.core.ProductId} and {@link dev.datamesh.core.MeshException}.
 *
 * <p>The way through: a wing takes identifiers from here, answers with values, and throws only
 * subclasses of {@code MeshException}.
 *
 * <p>Always true here: values are immutable and checked when made; nothing reads a clock or a file.
 *
 * <p>Not here: storage ({@code journal}), documents from outside ({@code document}), data ({@code
 * schema}, {@code frame}).
 */
@NullMarked
package dev.datamesh.core;

import org.jspecify.annotations.NullMarked;

/**
 * Small interfaces by which one wing tells another something without seeing it; the host plugs them
 * together.
 *
 * <p>Start with {@link dev.datamesh.core.spi.LineageSink}.
 *
 * <p>The way through: the wing that knows calls the interface, the wing that wants to know
 * implements it, the host passes one to the other.
 *
 * <p>Always true here: only value types of core cross the line.
 *
 * <p>Not here: implementations.
 */
@NullMarked
package dev.datamesh.core.spi;

import org.jspecify.annotations.NullMarked;

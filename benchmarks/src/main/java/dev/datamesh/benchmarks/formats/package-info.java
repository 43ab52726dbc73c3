/**
 * Figures of the contract formats.
 *
 * <p>Start with {@link dev.datamesh.benchmarks.formats.FormatFigures}.
 *
 * <p>The way through: pairs are made, read once, and compared in alternating rounds.
 *
 * <p>Always true here: the peer runs in the same process.
 *
 * <p>Not here: tests.
 */
@org.jspecify.annotations.NullMarked
package dev.datamesh.benchmarks.formats;

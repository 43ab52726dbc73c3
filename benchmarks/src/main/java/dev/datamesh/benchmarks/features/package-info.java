/**
 * Figures of the frame and of the point-in-time join, beside DuckDB.
 *
 * <p>Start with {@link dev.datamesh.benchmarks.features.JoinFigures}.
 *
 * <p>The way through: data is made by a seed, given to both, and asked for in alternating rounds of
 * one process; the thread's CPU time is told, the median of the rounds counts.
 *
 * <p>Always true here: both sides start from columns in memory (or the same file) and leave a whole
 * result.
 *
 * <p>Not here: tests of the answers, but for sums that are compared.
 */
@NullMarked
package dev.datamesh.benchmarks.features;

import org.jspecify.annotations.NullMarked;

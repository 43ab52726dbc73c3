/**
 * Columns of data in memory: what wings hand each other and the host.
 *
 * <p>Start with {@link dev.datamesh.core.frame.Frame}; {@link dev.datamesh.core.frame.FrameReader}
 * reads one from CSV, JSON lines or a database, {@link dev.datamesh.core.frame.FrameBuilder} makes
 * one by hand.
 *
 * <p>The way through: values enter a column's builder, which checks and converts them; {@code
 * build} seals the pages; kernels copy pages out in bulk, everybody else asks for a {@link
 * dev.datamesh.core.frame.Row}.
 *
 * <p>Always true here: a frame is immutable and its columns have the same number of rows; instants
 * are microseconds, UTC; a text that does not fit names its file, row, column and what was
 * expected.
 *
 * <p>Not here: queries. A frame carries data and computes nothing.
 */
@NullMarked
package dev.datamesh.core.frame;

import org.jspecify.annotations.NullMarked;

/**
 * Frames from and to Parquet.
 *
 * <p>Start with {@link dev.datamesh.parquet.ParquetFiles}.
 *
 * <p>The way through: a file's schema becomes a core schema ({@code ParquetTypes}); row groups
 * whose statistics or partitions rule them out are passed over; the columns asked for are decoded
 * one by one into arrays and sealed into frames. Writing goes to a file aside that takes its name
 * when it is whole.
 *
 * <p>Always true here: pages' checksums are verified where a file has them; a file that does not
 * fit is a typed error that names it; no class of Hadoop runs.
 *
 * <p>Not here: which rows answer a question (the feature store).
 */
@NullMarked
package dev.datamesh.parquet;

import org.jspecify.annotations.NullMarked;

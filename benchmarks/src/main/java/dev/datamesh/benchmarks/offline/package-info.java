/** Figures of the offline store: {@link dev.datamesh.benchmarks.offline.OfflineFigures}. */
@NullMarked
package dev.datamesh.benchmarks.offline;

import org.jspecify.annotations.NullMarked;

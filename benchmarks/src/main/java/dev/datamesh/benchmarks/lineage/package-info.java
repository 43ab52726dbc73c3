/** Figures of the lineage wing, with peers in the same process. */
@NullMarked
package dev.datamesh.benchmarks.lineage;

import org.jspecify.annotations.NullMarked;

/** Figures of the journal and the document reader beside their peers, in one process each. */
@NullMarked
package dev.datamesh.benchmarks.journal;

import org.jspecify.annotations.NullMarked;

/** Figures of contract comparison. */
@NullMarked
package dev.datamesh.benchmarks.contracts;

import org.jspecify.annotations.NullMarked;

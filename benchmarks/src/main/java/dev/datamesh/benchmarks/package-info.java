/** Figures, one package a wing, with peers in the same run; JMH where a call is small. */
@NullMarked
package dev.datamesh.benchmarks;

import org.jspecify.annotations.NullMarked;

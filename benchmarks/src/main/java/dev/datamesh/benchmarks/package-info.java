/** JMH figures, one package a wing, with peers in the same run. */
@NullMarked
package dev.datamesh.benchmarks;

import org.jspecify.annotations.NullMarked;

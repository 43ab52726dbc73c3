/**
 * The protocol by which one writer and many readers share the rows of the online store, under
 * jcstress: each class is a race of two threads, and the outcomes that may come of it.
 */
package dev.datamesh.benchmarks.stress;

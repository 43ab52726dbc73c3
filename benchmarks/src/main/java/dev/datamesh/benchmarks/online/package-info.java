/** Figures of the online store beside its peers: docs/benchmarks/online.md. */
package dev.datamesh.benchmarks.online;

/**
 * A disk in memory that crashes, loses, tears and fails as real ones do.
 *
 * <p>Start with {@link dev.datamesh.testkit.disk.SimulatedDisk}.
 *
 * <p>The way through: hand the disk to the store under test, let it work, take what {@link
 * dev.datamesh.testkit.disk.SimulatedDisk#afterCrash} leaves at any operation, open the store again
 * on that, and compare with what it had acknowledged.
 *
 * <p>Always true here: what was forced survives; the same seed gives the same crash.
 *
 * <p>Not here: what a store should have kept.
 */
@NullMarked
package dev.datamesh.testkit.disk;

import org.jspecify.annotations.NullMarked;

/**
 * The few operations on files that durable parts of the SDK are built from, as an interface, so
 * that a test can put a disk below them that crashes.
 *
 * <p>Start with {@link dev.datamesh.core.disk.Disk#system()}.
 *
 * <p>The way through: a part that stores takes a {@link dev.datamesh.core.disk.Disk}, opens {@link
 * dev.datamesh.core.disk.DiskFile}s, and counts on nothing that was not forced.
 *
 * <p>Always true here: an interrupt of the calling thread never closes a file, files are readable
 * and writable by their owner alone, a rename never replaces a file.
 *
 * <p>Not here: formats, checksums ({@code journal}).
 */
@NullMarked
package dev.datamesh.core.disk;

import org.jspecify.annotations.NullMarked;

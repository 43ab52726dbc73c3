/**
 * The kit of sources and sinks of frames.
 *
 * <p>Start with {@link dev.datamesh.testkit.frames.FrameStorageContract}.
 *
 * <p>The way through: a test class extends the contract and gives it an empty place each time.
 *
 * <p>Always true here: what a sink has taken, a source gives back.
 *
 * <p>Not here: what one kind of storage can beyond that.
 */
@NullMarked
package dev.datamesh.testkit.frames;

import org.jspecify.annotations.NullMarked;

/**
 * Small things that tests of a mesh need: seeded runs, graphs as text, the folder of corpora.
 *
 * <p>Start with {@link dev.datamesh.testkit.SeededRuns}.
 *
 * <p>The way through: a test states its rule once, a seeded run gives it thousands of cases, and a
 * case that fails prints how to run it alone.
 *
 * <p>Always true here: the same seed gives the same case.
 *
 * <p>Not here: the disk that crashes ({@code disk}), the kits of the SPIs ({@code store}, {@code
 * online}).
 */
@NullMarked
package dev.datamesh.testkit;

import org.jspecify.annotations.NullMarked;

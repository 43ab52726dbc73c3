/**
 * The conformance kit of online stores.
 *
 * <p>Start with {@link dev.datamesh.testkit.online.OnlineStoreContract}: extend it and make a
 * store.
 *
 * <p>The way through: each test writes rows to a new store, in whatever order, and reads them back.
 *
 * <p>Always true here: what the tests demand stands in the Javadoc of {@link
 * dev.datamesh.core.spi.OnlineStore}.
 *
 * <p>Not here: figures.
 */
@NullMarked
package dev.datamesh.testkit.online;

import org.jspecify.annotations.NullMarked;

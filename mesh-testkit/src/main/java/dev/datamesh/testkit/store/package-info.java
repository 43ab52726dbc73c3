/**
 * The conformance kit of {@link dev.datamesh.core.journal.CommitStore}, the SPI under the catalog.
 *
 * <p>Start with {@link dev.datamesh.testkit.store.CommitStoreContract}.
 *
 * <p>The way through: a test class extends the contract and says how to open the store; the kit
 * runs every rule of the SPI against it, alone and with many threads, whose calls {@link
 * dev.datamesh.testkit.store.StoreHistory} judges.
 *
 * <p>Always true here: a store that passes may replace the embedded journal.
 *
 * <p>Not here: durability, which each store proves by its own means.
 */
@NullMarked
package dev.datamesh.testkit.store;

import org.jspecify.annotations.NullMarked;

/**
 * The catalog: domains and data products, who wrote what when, found at once.
 *
 * <p>Start with {@link dev.datamesh.core.catalog.Catalog}.
 *
 * <p>The way through: a write is admitted against everything queued before it, made durable,
 * published with its index, announced.
 *
 * <p>Always true here: a refused or conflicting write changes nothing; a search never lags behind a
 * write; history is kept.
 *
 * <p>Not here: lineage, contracts' content, features: those are wings.
 */
@NullMarked
package dev.datamesh.core.catalog;

import org.jspecify.annotations.NullMarked;

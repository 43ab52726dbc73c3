package dev.datamesh.core.catalog;

import java.time.Instant;

/**
 * What readers see: one volatile reference to this is the moment of publication. Immutable; what it
 * points to only grows beyond what it shows.
 *
 * @param documents numbers below this are in the view
 * @param live products in the view
 * @param totalLength the sum of their lengths
 */
record CatalogView(
    long revision, Instant at, SearchIndex index, int documents, int live, long totalLength) {}

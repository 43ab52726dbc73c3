package dev.datamesh.featurestore.registry;

import java.time.Instant;

/**
 * What was applied once. Immutable.
 *
 * @param revision the registry's revision after it
 * @param by who applied it
 */
public record Applied(long revision, Instant at, String by, Plan plan) {}

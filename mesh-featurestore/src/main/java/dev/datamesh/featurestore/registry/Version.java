package dev.datamesh.featurestore.registry;

import java.time.Instant;

/**
 * One version of a view. Immutable.
 *
 * @param number from 0
 * @param definition as last applied: descriptions, tags, owner, ttl and source may change within a
 *     version
 * @param since when the version was first applied
 */
public record Version<T>(int number, T definition, Instant since) {}

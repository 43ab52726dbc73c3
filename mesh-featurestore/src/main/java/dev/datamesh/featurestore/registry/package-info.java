/**
 * What has been applied: every version of every view, and who did it when.
 *
 * <p>Start with {@link dev.datamesh.featurestore.registry.Registry}.
 *
 * <p>The way through: definitions are compared with the registry ({@code plan}), the difference
 * makes the next registry ({@code apply}); the store publishes it.
 *
 * <p>Always true here: a registry is immutable; applying the same definitions again changes
 * nothing; a name resolves to its pinned version, else to the newest.
 *
 * <p>Not here: rows, joins, storage.
 */
@NullMarked
package dev.datamesh.featurestore.registry;

import org.jspecify.annotations.NullMarked;

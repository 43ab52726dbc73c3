/**
 * What a feature store is told: entities, views, services, and where their rows come from.
 *
 * <p>Start with {@link dev.datamesh.featurestore.definition.FeatureView} in Java or {@link
 * dev.datamesh.featurestore.definition.DefinitionReader} for YAML.
 *
 * <p>The way through: definitions are values, gathered in {@link
 * dev.datamesh.featurestore.definition.Definitions}, checked together, and applied to a store.
 *
 * <p>Always true here: everything is immutable and checked when made; a view without entities is
 * global.
 *
 * <p>Not here: versions and history (the registry), rows (the store).
 */
@NullMarked
package dev.datamesh.featurestore.definition;

import org.jspecify.annotations.NullMarked;

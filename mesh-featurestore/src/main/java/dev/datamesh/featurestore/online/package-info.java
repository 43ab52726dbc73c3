/**
 * The newest values of every entity, read in the time of a cache miss.
 *
 * <p>Start with {@link dev.datamesh.featurestore.online.ReadPlan}, which reads, and {@link
 * dev.datamesh.featurestore.online.HashedRowSlots}, which keeps.
 *
 * <p>The way through: a key becomes words ({@link dev.datamesh.featurestore.online.KeyBuffer}), the
 * words a hash, the hash a slot; the slot's words are copied under the row's version into the
 * caller's {@link dev.datamesh.featurestore.online.FeatureBuffer}, which answers value, status and
 * event time. A writer stages a row and merges it under the table's lock.
 *
 * <p>Always true here: a reader sees one whole row and takes no lock; an older row never replaces a
 * newer one; nothing is evicted, a full store refuses; ages are judged when a value is read.
 *
 * <p>Not here: definitions, the registry, history.
 */
@NullMarked
package dev.datamesh.featurestore.online;

import org.jspecify.annotations.NullMarked;

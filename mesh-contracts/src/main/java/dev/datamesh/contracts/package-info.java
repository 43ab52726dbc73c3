/**
 * What changed between two versions of a contract, whom it breaks and which version number it
 * deserves.
 *
 * <p>Start with {@link dev.datamesh.contracts.Contract}.
 *
 * <p>The way through: a text is recognised and read by a {@link
 * dev.datamesh.contracts.ContractFormat}, two models become an {@link
 * dev.datamesh.contracts.Assessment}, promises, profile, overrides and acceptances turn it into a
 * {@link dev.datamesh.contracts.ContractDiff}.
 *
 * <p>Always true here: COMPATIBLE is only said where no document shows otherwise under the mode and
 * profile; findings are values with places; nothing is fetched.
 *
 * <p>Not here: what a keyword means (the formats' own packages).
 */
@NullMarked
package dev.datamesh.contracts;

import org.jspecify.annotations.NullMarked;

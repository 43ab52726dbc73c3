/**
 * From a document to a value: draft, validation, record.
 *
 * <p>Start with {@link dev.datamesh.core.validation.Drafts}:
 *
 * <pre>{@code
 * record OwnerDraft(@NotNull @Email String email, @NotNull String team) {}
 *
 * Owner owner =
 *     drafts.read(
 *         node,
 *         fields -> new OwnerDraft(fields.text("email"), fields.text("team")),
 *         draft -> new Owner(draft.email(), draft.team()));
 * }</pre>
 *
 * <p>The way through: {@link dev.datamesh.core.validation.DraftFields} takes values of the wanted
 * types out of a node and notes what does not fit, the draft's constraints (Jakarta Validation) are
 * checked, and only where neither found a problem is the draft turned into a record.
 *
 * <p>Always true here: all problems are told at once, each with its path and position; the
 * validator is loaded with the first draft and not before. A module with drafts opens their package
 * to {@code org.hibernate.validator}.
 *
 * <p>Not here: what a document may cost ({@code document}).
 */
@NullMarked
package dev.datamesh.core.validation;

import org.jspecify.annotations.NullMarked;

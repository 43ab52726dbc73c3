/**
 * Who may do what.
 *
 * <p>Start with {@link dev.datamesh.core.access.Guard} and {@link
 * dev.datamesh.core.access.Principal}.
 *
 * <p>The way through: a door of a wing is bound to a principal; before it changes anything it asks
 * the guard, which the host chose.
 *
 * <p>Always true here: a refusal names who, what and why; secrets appear in no text.
 *
 * <p>Not here: policies about what a product must be like.
 */
@NullMarked
package dev.datamesh.core.access;

import org.jspecify.annotations.NullMarked;

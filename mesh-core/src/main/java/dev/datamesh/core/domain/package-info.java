/**
 * Business domains: who answers, what is promised, what is needed.
 *
 * <p>Start with {@link dev.datamesh.core.domain.Domains#read(java.nio.file.Path)}.
 *
 * <p>The way through: a document becomes {@link dev.datamesh.core.domain.Domains} whole or is
 * refused with every problem; texts such as {@code 15 minutes}, {@code 99.9%} and {@code $2,000}
 * become values.
 *
 * <p>Always true here: values are immutable; amounts and percentages are exact decimals.
 *
 * <p>Not here: data products ({@code product}), where domains are kept ({@code catalog}).
 */
@NullMarked
package dev.datamesh.core.domain;

import org.jspecify.annotations.NullMarked;

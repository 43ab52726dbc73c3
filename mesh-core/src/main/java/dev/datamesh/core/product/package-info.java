/**
 * Data products and the documents that describe them.
 *
 * <p>Start with {@link dev.datamesh.core.product.DataProduct#builder(String)}.
 *
 * <p>The way through: a product is built in code or read from a document, kept by a catalog,
 * written out again.
 *
 * <p>Always true here: values are immutable; what a standard carries beyond the model is kept.
 *
 * <p>Not here: who may change a product and where it is kept ({@code catalog}, {@code access}).
 */
@NullMarked
package dev.datamesh.core.product;

import org.jspecify.annotations.NullMarked;

/**
 * {@code mesh domains}.
 *
 * <p>Start with {@link dev.datamesh.cli.domains.DomainsCommandProvider}.
 *
 * <p>The way through: a file is read as {@link dev.datamesh.core.domain.Domains} or its problems
 * are printed.
 *
 * <p>Always true here: a file that is no YAML is unusable input, one that is not understood is a
 * no.
 *
 * <p>Not here: what the file means.
 */
@NullMarked
package dev.datamesh.cli.domains;

import org.jspecify.annotations.NullMarked;

/**
 * The command line {@code mesh}: one self-contained jar.
 *
 * <p>Start with {@link dev.datamesh.cli.Mesh}; subcommands are found through {@link
 * dev.datamesh.cli.CommandProvider}.
 *
 * <p>The way through: the first word chooses a provider, picocli reads the rest, the command calls
 * a door of the SDK and prints its answer.
 *
 * <p>Always true here: exit codes are those of {@link dev.datamesh.cli.ExitCode}; an error is one
 * line on standard error.
 *
 * <p>Not here: anything a library should do.
 */
@NullMarked
package dev.datamesh.cli;

import org.jspecify.annotations.NullMarked;

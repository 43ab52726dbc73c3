/**
 * {@code mesh lineage}: who feeds whom, on the command line.
 *
 * <p>Start with {@link dev.datamesh.cli.lineage.LineageCommands}.
 *
 * <p>The way through: a command opens the graph named by its options, asks the door one question
 * and prints the answer.
 *
 * <p>Always true here: output is the same for the same input; bad input is one error with every bad
 * row.
 *
 * <p>Not here: the answers themselves.
 */
@NullMarked
package dev.datamesh.cli.lineage;

import org.jspecify.annotations.NullMarked;

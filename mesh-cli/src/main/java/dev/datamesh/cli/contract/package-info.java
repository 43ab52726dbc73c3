/**
 * {@code mesh contract}: what changed between versions of a contract.
 *
 * <p>Start with {@link dev.datamesh.cli.contract.ContractCommand}.
 *
 * <p>The way through: options become a {@code Comparison}, files become {@code Contract}s, the
 * report is rendered, the verdict becomes the exit code.
 *
 * <p>Always true here: 0 compatible, 1 breaking, 3 unknown, 2 unusable input.
 *
 * <p>Not here: any judgement of contracts.
 */
@NullMarked
package dev.datamesh.cli.contract;

import org.jspecify.annotations.NullMarked;

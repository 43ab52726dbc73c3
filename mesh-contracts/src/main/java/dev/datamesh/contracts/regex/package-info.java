/**
 * Patterns as finite automata over ranges of code points.
 *
 * <p>Start with {@link dev.datamesh.contracts.regex.Pattern}.
 *
 * <p>The way through: the regular part of ECMA-262 becomes a Thompson automaton, which matches in
 * linear time or is made deterministic; deterministic ones can be complemented, intersected, tested
 * for emptiness and asked for texts.
 *
 * <p>Always true here: the JDK's backtracking engine never sees a pattern from outside; what is not
 * regular is said to be not supported; states are limited.
 *
 * <p>Not here: what a schema does with a pattern.
 */
@NullMarked
package dev.datamesh.contracts.regex;

import org.jspecify.annotations.NullMarked;

/**
 * Who feeds whom: upstream and downstream, impact, paths, time.
 *
 * <p>Start with {@link dev.datamesh.lineage.LineageGraph}.
 *
 * <p>The way through: entries go into the graph, a {@link dev.datamesh.lineage.LineageQuery} is
 * answered by a {@link dev.datamesh.lineage.Reach} or an {@link dev.datamesh.lineage.Impact}.
 *
 * <p>Always true here: hops are exact, also with cycles and diamonds; an answer that was cut says
 * so; one query sees one state of the graph.
 *
 * <p>Not here: the arrays and walks ({@code graph}), files of edges ({@code exchange}).
 */
@NullMarked
package dev.datamesh.lineage;

import org.jspecify.annotations.NullMarked;

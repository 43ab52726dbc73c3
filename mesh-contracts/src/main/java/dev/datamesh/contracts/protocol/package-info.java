/**
 * The protocol of a breaking change as data with dates: document, notify, run both versions side by
 * side, remind, remove.
 *
 * <p>Start with {@link dev.datamesh.contracts.protocol.BreakingChange}:
 *
 * <pre>{@code
 * BreakingChange change =
 *     BreakingChange.of("ventas.daily_revenue_api", SemanticVersion.of("2.1.0"), SemanticVersion.of("3.0.0"))
 *         .announcedOn(LocalDate.of(2026, 1, 15), ZoneId.of("America/Bogota"))
 *         .withSuccessor("https://api.example.com/ventas/v3/daily-revenue")
 *         .withConsumers(MeshConsumer.registered(product.consumers()))
 *         .withConsumers(List.of(MeshConsumer.foundByLineage(AssetId.dataset("forecast"), "ml@example.com")));
 * Timeline steps = change.timeline();                      // every step of every consumer, in order
 * change.findHeaders(clock.instant());                     // Deprecation, Sunset, Link
 * change.checklist(clock.instant());                       // Markdown, 4 + 3 + 4 items
 * change.removal(clock.instant()).isAllowed();             // false before the sunset
 * MigrationGuide.of(older.diffTo(newer)).toMarkdown();     // what to do, with examples
 * }</pre>
 *
 * <p>The way through: a {@link dev.datamesh.contracts.protocol.SunsetPolicy} and the day of the
 * announcement give the dates; consumers give one {@link dev.datamesh.contracts.protocol.Timeline}
 * each; at an instant of the host's clock the timeline answers what is done, due and next.
 *
 * <p>Always true here: the sunset never lies before the deprecation and never moves earlier unless
 * a {@link dev.datamesh.contracts.protocol.Waiver} holds on that day; nothing is sent and no clock
 * is read, the host does both.
 *
 * <p>Not here: what breaks (the engine), who consumes (the catalog and the lineage wing).
 */
@NullMarked
package dev.datamesh.contracts.protocol;

import org.jspecify.annotations.NullMarked;

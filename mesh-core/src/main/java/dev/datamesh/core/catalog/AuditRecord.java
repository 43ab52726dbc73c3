package dev.datamesh.core.catalog;

import java.time.Instant;

/**
 * One line of the audit. Immutable.
 *
 * @param revision the commit that holds it
 * @param at when it happened
 * @param action such as {@code register}
 * @param granted whether it was allowed and done
 * @param detail why it was refused, or what was decided; empty if there is nothing to say
 */
public record AuditRecord(
    long revision,
    Instant at,
    String principal,
    String action,
    String target,
    boolean granted,
    String detail) {}

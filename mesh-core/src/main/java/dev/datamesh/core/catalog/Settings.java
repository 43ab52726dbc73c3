package dev.datamesh.core.catalog;

import dev.datamesh.core.access.Guard;
import dev.datamesh.core.spi.ContractGate;
import dev.datamesh.core.spi.MetricsListener;
import dev.datamesh.core.spi.ProductLineage;
import java.time.Clock;

/**
 * How a catalog was opened. Immutable.
 *
 * @param isKept whether its content outlives the program
 * @param isShared whether others may write to the store at the same time
 */
record Settings(
    Clock clock,
    Guard guard,
    ContractGate gate,
    ProductLineage lineage,
    MetricsListener listener,
    CatalogLimits limits,
    AuditKey auditKey,
    boolean isReadOnly,
    boolean isKept,
    boolean isShared) {}

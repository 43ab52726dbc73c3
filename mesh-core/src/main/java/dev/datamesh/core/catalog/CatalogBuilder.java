package dev.datamesh.core.catalog;

import dev.datamesh.core.access.Guard;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.journal.CommitStore;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.spi.ContractGate;
import dev.datamesh.core.spi.MetricsListener;
import dev.datamesh.core.spi.ProductLineage;
import java.nio.file.Path;
import java.time.Clock;

/** Collects the settings of a {@link Catalog}. For one thread at a time. */
public final class CatalogBuilder {

  private static final String WING = "catalog";

  private Clock clock = Clock.systemUTC();
  private Guard guard = Guard.BY_ROLE;
  private ContractGate gate = ContractGate.VERSIONS_ONLY;
  private ProductLineage lineage = ProductLineage.NONE;
  private MetricsListener listener = MetricsListener.NONE;
  private AuditKey auditKey = AuditKey.NONE;
  private CatalogLimits limits = CatalogLimits.UNLIMITED;
  private Principal principal = Principal.platform("platform");

  CatalogBuilder() {}

  /** Where commit times come from; the system's clock in UTC unless told. */
  public CatalogBuilder clock(Clock value) {
    this.clock = value;
    return this;
  }

  /** Who decides about writes; by role unless told. */
  public CatalogBuilder guard(Guard value) {
    this.guard = value;
    return this;
  }

  /** Who compares versions of contracts; only their numbers count unless told. */
  public CatalogBuilder gate(ContractGate value) {
    this.gate = value;
    return this;
  }

  /** Who knows what feeds what; nobody unless told. */
  public CatalogBuilder lineage(ProductLineage value) {
    this.lineage = value;
    return this;
  }

  /** Who counts what happens; nobody unless told. */
  public CatalogBuilder metrics(MetricsListener value) {
    this.listener = value;
    return this;
  }

  public CatalogBuilder limits(CatalogLimits value) {
    this.limits = value;
    return this;
  }

  /**
   * A key of at least 32 random bytes by which commits are linked from now on, and their links
   * verified. Keep it where those who can write the files cannot read it: without it they cannot
   * make a changed record look intact. A catalog linked by a key takes writes with that key only.
   */
  public CatalogBuilder auditKey(byte[] key) {
    this.auditKey = AuditKey.of(key);
    return this;
  }

  /** To whom the catalog is bound at first; the platform unless told. */
  public CatalogBuilder principal(Principal value) {
    this.principal = value;
    return this;
  }

  /** A catalog that ends with the program. */
  public Catalog inMemory() {
    Journal journal = Journal.inMemory(JournalOptions.standard().withClock(clock));
    return open(journal, journal, false, false, false);
  }

  /** The catalog of a data folder, which this opens and locks. */
  public Catalog at(Path folder) {
    DataFolder opened = DataFolder.at(folder, JournalOptions.standard().withClock(clock));
    try {
      return open(opened.journal(WING), opened, false, true, false);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** The catalog of a data folder that the host opened for several wings, and closes itself. */
  public Catalog at(DataFolder folder) {
    Journal journal = folder.journal(WING);
    return open(journal, journal, folder.isReadOnly(), true, false);
  }

  /** The catalog of a data folder as it was written last, beside whoever writes. */
  public Catalog readOnly(Path folder) {
    DataFolder opened = DataFolder.readOnly(folder, JournalOptions.standard().withClock(clock));
    try {
      return open(opened.journal(WING), opened, true, true, false);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** A catalog on any store; it closes the store with itself. */
  public Catalog on(CommitStore store) {
    return open(store, store, false, true, true);
  }

  private Catalog open(
      CommitStore store,
      AutoCloseable owned,
      boolean isReadOnly,
      boolean isKept,
      boolean isShared) {
    Settings settings =
        new Settings(
            clock, guard, gate, lineage, listener, limits, auditKey, isReadOnly, isKept, isShared);
    return Catalog.open(store, owned, settings, principal);
  }
}

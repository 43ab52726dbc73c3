package dev.datamesh.core.catalog;

import dev.datamesh.core.access.Guard;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.spi.ContractGate;
import java.time.Clock;

/** Collects the settings of a {@link Catalog}. For one thread at a time. */
public final class CatalogBuilder {

  private Clock clock = Clock.systemUTC();
  private Guard guard = Guard.BY_ROLE;
  private ContractGate gate = ContractGate.VERSIONS_ONLY;
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

  public CatalogBuilder limits(CatalogLimits value) {
    this.limits = value;
    return this;
  }

  /** To whom the catalog is bound at first; the platform unless told. */
  public CatalogBuilder principal(Principal value) {
    this.principal = value;
    return this;
  }

  /** A catalog that ends with the program. */
  public Catalog inMemory() {
    return new Catalog(new CatalogEngine(clock, guard, gate, limits), principal);
  }
}

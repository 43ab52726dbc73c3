package dev.datamesh.contracts;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.spi.ContractGate;

/**
 * Tells the catalog how far a version must rise. What cannot be decided counts as breaking.
 * Immutable; safe for use by many threads.
 */
public final class VersionGate implements ContractGate {

  private final Comparison comparison;

  private VersionGate(Comparison comparison) {
    this.comparison = comparison;
  }

  /** Compares as the contracts' format goes, in the profile for data products. */
  public static VersionGate standard() {
    return new VersionGate(Comparison.standard().withProfile(Profile.DATA_PRODUCT));
  }

  public static VersionGate of(Comparison comparison) {
    return new VersionGate(comparison);
  }

  @Override
  public Answer compare(ProductId product, ContractText published, ContractText candidate) {
    ContractDiff diff =
        Contract.read(published.text(), product + " " + published.version())
            .diffTo(
                Contract.read(candidate.text(), product + " " + candidate.version()), comparison);
    return new Answer(
        diff.bump(),
        diff.findings().stream()
            .filter(finding -> finding.severity() != Severity.INFO)
            .map(
                finding ->
                    finding.severity().word()
                        + " "
                        + finding.rule()
                        + (finding.path().isEmpty() ? "" : " " + finding.path())
                        + ": "
                        + finding.sentence())
            .toList());
  }
}

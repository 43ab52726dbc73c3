package dev.datamesh.core.catalog;

import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.spi.ContractGate;
import java.time.Instant;
import java.util.List;

/**
 * A version of a product's contract as it was published. Immutable.
 *
 * @param text the whole document as its author wrote it
 * @param findings what the gate said about the step from the version before
 * @param published when
 */
public record ContractVersion(
    SemanticVersion version, String text, List<String> findings, Instant published) {

  public ContractVersion {
    findings = List.copyOf(findings);
  }

  ContractGate.ContractText toText() {
    return new ContractGate.ContractText(version, text);
  }
}

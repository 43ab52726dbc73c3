package dev.datamesh.core.spi;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import java.util.List;

/**
 * Says whether a contract may follow another. The contracts wing implements it; the catalog asks it
 * before it takes a new version of a product's contract. Safe for use by many threads.
 */
@FunctionalInterface
public interface ContractGate {

  /** Knows nothing about contracts and lets every version pass that is higher than the last. */
  ContractGate VERSIONS_ONLY =
      (product, published, candidate) -> new Answer(SemanticVersion.Bump.NONE, List.of());

  /**
   * Compares a candidate with the version published last.
   *
   * @throws dev.datamesh.core.InvalidInputException where a text is no contract
   */
  Answer compare(ProductId product, ContractText published, ContractText candidate);

  /**
   * A contract as its author wrote it.
   *
   * @param text the whole document
   */
  record ContractText(SemanticVersion version, String text) {}

  /**
   * What the change calls for.
   *
   * @param required how far the version must rise at least
   * @param findings what breaks or is to be watched, a sentence each
   */
  record Answer(SemanticVersion.Bump required, List<String> findings) {

    public Answer {
      findings = List.copyOf(findings);
    }
  }
}

package dev.datamesh.contracts.odcs;

import dev.datamesh.contracts.ContractModel;
import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.Promises;
import dev.datamesh.contracts.protocol.FieldDeprecations;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.SemanticVersion;
import java.util.Optional;

/** A contract of the Open Data Contract Standard for the engine. Immutable. */
public final class OdcsModel implements ContractModel {

  private final OdcsContract contract;
  private final FieldDeprecations deprecations;

  OdcsModel(OdcsContract contract) {
    this.contract = contract;
    this.deprecations = FieldDeprecations.in(contract.document());
  }

  public OdcsContract contract() {
    return contract;
  }

  /** The columns that are announced to go. */
  public FieldDeprecations deprecations() {
    return deprecations;
  }

  @Override
  public Optional<SemanticVersion> version() {
    try {
      return Optional.of(SemanticVersion.of(contract.version()));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  @Override
  public Promises promises() {
    return Levels.promises(contract.levels());
  }

  /** The list for data products where the contract names one. */
  @Override
  public Profile defaultProfile() {
    return contract.document().find("dataProduct").isPresent()
        ? Profile.DATA_PRODUCT
        : Profile.STRICT;
  }
}

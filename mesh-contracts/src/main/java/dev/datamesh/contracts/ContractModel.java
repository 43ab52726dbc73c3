package dev.datamesh.contracts;

import dev.datamesh.core.SemanticVersion;
import java.util.Optional;

/** What a format made of one contract's text. Implementations are immutable. */
public interface ContractModel {

  /** The version that the contract states. */
  default Optional<SemanticVersion> version() {
    return Optional.empty();
  }

  /** Service levels and the like that the contract promises. */
  default Promises promises() {
    return Promises.NONE;
  }

  /** The profile that suits this contract where the caller names none. */
  default Profile defaultProfile() {
    return Profile.STRICT;
  }

  /**
   * A validator of records.
   *
   * @param part which records, in the format's words: a component's name, a table, an operation;
   *     empty for the main one
   */
  default RecordValidator validator(String part) {
    throw new dev.datamesh.core.InvalidInputException(
        "Cannot validate records: contracts of this format do not describe single records");
  }
}

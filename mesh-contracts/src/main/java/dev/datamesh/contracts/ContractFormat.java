package dev.datamesh.contracts;

/**
 * One format of contracts, found by {@link java.util.ServiceLoader}; it is asked in this order:
 * {@link #recognises}, {@link #read}, then any number of {@link #compare}. Implementations keep no
 * state and are safe for use by many threads.
 */
public interface ContractFormat {

  /** Its name in options and reports, such as {@code json-schema}. */
  String name();

  /** The mode where the caller names none. */
  Mode defaultMode();

  /**
   * How surely a text is of this format: 0 no, 1 it could be, 5 it looks like it, 9 it says so. The
   * highest answer wins. Must not throw.
   */
  int recognises(ContractSource source);

  /** Reads a contract; throws {@link dev.datamesh.core.InvalidInputException} with places. */
  ContractModel read(ContractSource source);

  /** The profiles that this format brings beside the built-in ones. */
  default java.util.List<Profile> profiles() {
    return java.util.List.of();
  }

  /** Compares two models that {@link #read} made. */
  Assessment compare(ContractModel older, ContractModel newer, Comparison comparison);
}

package dev.datamesh.contracts;

import dev.datamesh.core.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * All versions of a contract, oldest first, each compared with the one before or with all before.
 * Immutable.
 *
 * @param diffs in the order of the newer version, then of the older
 */
public record ContractHistory(List<ContractDiff> diffs) {

  /** Which versions are compared. */
  public enum Reach {
    /** Each with the one before. */
    PREVIOUS,
    /** Each with all before: a reader of any old version is served. */
    ALL
  }

  public ContractHistory {
    diffs = List.copyOf(diffs);
  }

  /** Compares at least two versions, given oldest first. */
  public static ContractHistory of(List<Contract> versions, Comparison comparison, Reach reach) {
    if (versions.size() < 2) {
      throw new InvalidInputException(
          "Cannot compare a history of %d versions: at least two are needed"
              .formatted(versions.size()));
    }
    List<ContractDiff> diffs = new ArrayList<>();
    for (int i = 1; i < versions.size(); i++) {
      for (int k = reach == Reach.ALL ? 0 : i - 1; k < i; k++) {
        diffs.add(versions.get(k).diffTo(versions.get(i), comparison));
      }
    }
    return new ContractHistory(diffs);
  }

  /** The gravest verdict. */
  public Verdict verdict() {
    return diffs.stream().map(ContractDiff::verdict).reduce(Verdict.COMPATIBLE, Verdict::and);
  }

  /** The steps whose version number is lower than the change calls for. */
  public List<ContractDiff> tooLow() {
    return diffs.stream().filter(diff -> !diff.isVersionSufficient()).toList();
  }

  /** A line per comparison. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    diffs.forEach(diff -> text.append(diff.summary()).append('\n'));
    return text.toString();
  }
}

package dev.datamesh.contracts;

import java.util.List;
import java.util.Optional;

/**
 * What a format says about two versions, before the profile has spoken. Immutable.
 *
 * @param findings every difference, with the severity that the mode alone gives it
 * @param semantic the verdict of the format's own semantics in the mode, apart from promises
 * @param reason why the verdict is UNKNOWN; empty otherwise
 * @param witness a document that proves BREAKING
 */
public record Assessment(
    List<Finding> findings, Verdict semantic, String reason, Optional<Witness> witness) {

  public Assessment {
    findings = List.copyOf(findings);
  }
}

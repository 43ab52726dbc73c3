package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Assessment;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Verdict;
import java.util.List;
import java.util.Optional;

/** Joins the list of what changed with what containment says about whole documents. */
final class Semantics {

  private Semantics() {}

  static Assessment judge(
      JsonSchema before, JsonSchema after, List<Finding> findings, Comparison comparison) {
    boolean breaks = findings.stream().anyMatch(Finding::isBreaking);
    return new Assessment(
        findings, breaks ? Verdict.BREAKING : Verdict.COMPATIBLE, "", Optional.empty());
  }
}

package dev.datamesh.contracts.openapi;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Collects what differs beside schemas, under this engine's rule ids or under oasdiff's. For one
 * thread at a time.
 */
final class ApiFindings {

  private final List<Finding> findings = new ArrayList<>();
  private final Mode mode;
  private final boolean peer;

  ApiFindings(Mode mode, boolean peer) {
    this.mode = mode;
    this.peer = peer;
  }

  List<Finding> all() {
    return findings;
  }

  /** Whether rule ids are oasdiff's. */
  boolean isPeer() {
    return peer;
  }

  /**
   * Adds a finding.
   *
   * @param peerRule oasdiff's id and level, such as {@code endpoint-added INFO}; empty where
   *     oasdiff says nothing
   */
  void tell(
      String rule,
      String peerRule,
      Change change,
      String path,
      Place before,
      Place after,
      Set<Party> breaks,
      String sentence,
      String remedy) {
    if (peer && peerRule.isEmpty()) {
      return;
    }
    boolean counts = breaks.stream().anyMatch(mode.protects()::contains);
    Severity severity = counts ? Severity.BREAKING : Severity.INFO;
    String id = rule;
    if (peer) {
      int blank = peerRule.indexOf(' ');
      id = peerRule.substring(0, blank);
      severity = level(peerRule.substring(blank + 1));
    }
    findings.add(
        new Finding(id, change, path, before, after, "", "", breaks, severity, sentence, remedy));
  }

  static Severity level(String word) {
    return switch (word) {
      case "ERR" -> Severity.BREAKING;
      case "WARN" -> Severity.WARNING;
      default -> Severity.INFO;
    };
  }
}

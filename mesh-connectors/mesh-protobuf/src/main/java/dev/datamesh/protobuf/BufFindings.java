package dev.datamesh.protobuf;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.Severity;
import dev.datamesh.core.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Collects what the rules find. For one thread at a time. */
final class BufFindings {

  private final List<Finding> all = new ArrayList<>();

  List<Finding> all() {
    return all;
  }

  void add(
      String rule,
      Change change,
      String path,
      SourcePosition older,
      SourcePosition newer,
      String words) {
    add(rule, change, path, older, newer, "", "", words);
  }

  /** A break by buf's rule; the profile says later whether the rule counts. */
  void add(
      String rule,
      Change change,
      String path,
      SourcePosition older,
      SourcePosition newer,
      String old,
      String now,
      String words) {
    all.add(
        new Finding(
            rule,
            change,
            path,
            new Place(path, older),
            new Place(path, newer),
            old,
            now,
            Set.of(Party.values()),
            Severity.INFO,
            words,
            ""));
  }

  /** Something that is new or gone as it should be; no rule of buf. */
  void note(
      String rule,
      Change change,
      String path,
      SourcePosition older,
      SourcePosition newer,
      String words) {
    all.add(
        new Finding(
            rule,
            change,
            path,
            new Place(path, older),
            new Place(path, newer),
            "",
            "",
            Set.of(),
            Severity.INFO,
            words,
            ""));
  }

  /** The file as a whole. */
  static SourcePosition file(String path) {
    return new SourcePosition(path, 0, 0);
  }
}

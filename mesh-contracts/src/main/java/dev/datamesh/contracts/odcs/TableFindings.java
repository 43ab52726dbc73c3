package dev.datamesh.contracts.odcs;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Collects what a comparison of tables finds. For one thread at a time. */
final class TableFindings {

  static final Set<Party> NOBODY = Set.of();
  static final Set<Party> READERS = Set.of(Party.READERS);
  static final Set<Party> WRITERS = Set.of(Party.WRITERS, Party.STORED_DATA);
  static final Set<Party> ALL = Set.of(Party.values());

  private final Mode mode;
  private final List<Finding> all = new ArrayList<>();

  TableFindings(Mode mode) {
    this.mode = mode;
  }

  List<Finding> all() {
    return all;
  }

  /** Where something stands in both versions, and what it is called. */
  record At(String path, Place older, Place newer) {

    static At of(String path, OdcsColumn older, OdcsColumn newer) {
      return new At(
          path,
          new Place(older.pointer(), older.position()),
          new Place(newer.pointer(), newer.position()));
    }
  }

  void add(
      String rule,
      Change change,
      At at,
      String oldValue,
      String newValue,
      Set<Party> breaks,
      String sentence,
      String remedy) {
    boolean hurts = !Collections.disjoint(breaks, mode.protects());
    add(
        rule,
        change,
        at,
        oldValue,
        newValue,
        breaks,
        hurts ? Severity.BREAKING : Severity.INFO,
        sentence,
        remedy);
  }

  void add(
      String rule,
      Change change,
      At at,
      String oldValue,
      String newValue,
      Set<Party> breaks,
      Severity severity,
      String sentence,
      String remedy) {
    all.add(
        new Finding(
            rule,
            change,
            at.path(),
            at.older(),
            at.newer(),
            oldValue,
            newValue,
            breaks,
            severity,
            sentence,
            remedy));
  }
}

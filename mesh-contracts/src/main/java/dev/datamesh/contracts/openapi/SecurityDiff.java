package dev.datamesh.contracts.openapi;

import static dev.datamesh.contracts.openapi.ApiDiff.NOBODY;
import static dev.datamesh.contracts.openapi.ApiDiff.WRITERS;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who may call: a caller breaks where every alternative asks for a scheme or scope that his old one
 * did not need. For one thread at a time.
 */
final class SecurityDiff {

  private final ApiFindings api;

  SecurityDiff(ApiFindings api) {
    this.api = api;
  }

  void compare(OpenApiModel older, OpenApiModel newer) {
    Optional<Located> before = older.root().find("security");
    Optional<Located> after = newer.root().find("security");
    alternatives(
        "",
        "api-global-security-",
        OperationReader.security(before),
        OperationReader.security(after),
        before.map(Located::place).orElse(older.root().place()),
        after.map(Located::place).orElse(newer.root().place()));
    older
        .operations()
        .forEach(
            (key, old) -> {
              Operation now = newer.operations().get(key);
              if (now != null) {
                operation(old, now);
              }
            });
  }

  private void operation(Operation old, Operation now) {
    boolean own = old.at().find("security").isPresent() || now.at().find("security").isPresent();
    if (own || !api.isPeer()) {
      if (hurts(old.security(), now.security())) {
        api.tell(
            "security-tightened",
            "",
            Change.VALIDATION_NARROWED,
            now.label(),
            old.at().place(),
            now.at().place(),
            WRITERS,
            "The operation %s asks for credentials that it did not need: %s before, %s now."
                .formatted(now.label(), old.security(), now.security()),
            "Keep accepting the old credentials beside the new ones.");
      }
    }
    if (own) {
      alternatives(
          now.label(),
          "api-security-",
          old.security(),
          now.security(),
          old.at().place(),
          now.at().place());
    }
  }

  /** Whether some caller that was let in is not any more. */
  private static boolean hurts(
      List<Map<String, List<String>>> before, List<Map<String, List<String>>> after) {
    List<Map<String, List<String>>> callers = before.isEmpty() ? List.of(Map.of()) : before;
    if (after.isEmpty()) {
      return false;
    }
    return callers.stream()
        .anyMatch(had -> after.stream().noneMatch(needs -> isEnough(had, needs)));
  }

  private static boolean isEnough(Map<String, List<String>> had, Map<String, List<String>> needs) {
    return needs.entrySet().stream()
        .allMatch(
            need ->
                had.containsKey(need.getKey())
                    && Objects.requireNonNull(had.get(need.getKey())).containsAll(need.getValue()));
  }

  private void alternatives(
      String path,
      String peer,
      List<Map<String, List<String>>> before,
      List<Map<String, List<String>>> after,
      Place older,
      Place newer) {
    List<Map<String, List<String>>> gone = new ArrayList<>(before);
    gone.removeAll(after);
    List<Map<String, List<String>>> come = new ArrayList<>(after);
    come.removeAll(before);
    List<Map<String, List<String>>> fresh = new ArrayList<>(come);
    for (Map<String, List<String>> old : gone) {
      Optional<Map<String, List<String>>> same =
          fresh.stream().filter(now -> now.keySet().equals(old.keySet())).findFirst();
      if (same.isPresent()) {
        fresh.remove(same.get());
        scopes(path, peer, old, same.get(), older, newer);
      } else {
        tell("security-removed", peer + "removed INFO", path, older, newer, old + " is gone");
      }
    }
    for (Map<String, List<String>> now : fresh) {
      tell("security-added", peer + "added INFO", path, older, newer, now + " is new");
    }
  }

  private void scopes(
      String path,
      String peer,
      Map<String, List<String>> old,
      Map<String, List<String>> now,
      Place older,
      Place newer) {
    for (String scheme : old.keySet()) {
      List<String> before = old.getOrDefault(scheme, List.of());
      List<String> after = now.getOrDefault(scheme, List.of());
      Set<String> gone = new LinkedHashSet<>(before);
      after.forEach(gone::remove);
      Set<String> come = new LinkedHashSet<>(after);
      before.forEach(come::remove);
      for (String scope : gone) {
        tell(
            "security-scope-removed",
            peer + "scope-removed INFO",
            path,
            older,
            newer,
            "the scope " + scope + " is no longer needed");
      }
      for (String scope : come) {
        tell(
            "security-scope-added",
            peer + "scope-added INFO",
            path,
            older,
            newer,
            "the scope " + scope + " is needed now");
      }
    }
  }

  private void tell(String rule, String peer, String path, Place older, Place newer, String what) {
    Set<Party> nobody = NOBODY;
    api.tell(
        rule,
        peer,
        Change.METADATA,
        path.isEmpty() ? "security" : path,
        older,
        newer,
        nobody,
        "Security: %s.".formatted(what),
        "");
  }
}

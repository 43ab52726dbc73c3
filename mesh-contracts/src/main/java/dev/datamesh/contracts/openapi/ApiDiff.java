package dev.datamesh.contracts.openapi;

import dev.datamesh.contracts.Assessment;
import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.Profile;
import dev.datamesh.core.document.Node;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Compares two APIs operation by operation. For one thread at a time. */
final class ApiDiff {

  static final Set<Party> WRITERS = Set.of(Party.WRITERS);
  static final Set<Party> READERS = Set.of(Party.READERS);
  static final Set<Party> NOBODY = Set.of();

  private final OpenApiModel older;
  private final OpenApiModel newer;
  private final ApiFindings findings;
  private final BodyDiff bodies;
  private final LifecycleDiff lifecycle;

  ApiDiff(OpenApiModel older, OpenApiModel newer, Comparison comparison) {
    this.older = older;
    this.newer = newer;
    // Findings about operations and parameters name those who break as callers see it.
    Mode mode = comparison.mode().looksForward() ? Mode.FULL : comparison.mode();
    boolean peer = comparison.profile().equals(Profile.OASDIFF);
    this.findings = new ApiFindings(mode == Mode.BACKWARD ? Mode.CONSUMERS : mode, peer);
    this.bodies = new BodyDiff(comparison, findings);
    this.lifecycle = new LifecycleDiff(comparison.today(), findings);
  }

  Assessment assess() {
    Set<String> keys = new LinkedHashSet<>(older.operations().keySet());
    keys.addAll(newer.operations().keySet());
    for (String key : keys) {
      Operation before = older.operations().get(key);
      Operation after = newer.operations().get(key);
      if (after == null && before != null) {
        removed(before);
      } else if (before == null && after != null) {
        added(after);
      } else if (before != null && after != null) {
        operation(before, after);
      }
    }
    new SecurityDiff(findings).compare(older, newer);
    info();
    return bodies.assess();
  }

  private void added(Operation after) {
    findings.tell(
        "operation-added",
        after.webhook() ? "webhook-added INFO" : "endpoint-added INFO",
        Change.ENTRY_ADDED,
        after.label(),
        Place.NOWHERE,
        after.at().place(),
        NOBODY,
        "The operation %s is new.".formatted(after.label()),
        "");
  }

  private void info() {
    Optional<Located> before = older.root().find("info");
    Optional<Located> after = newer.root().find("info");
    for (String key : new String[] {"title", "description", "contact", "license"}) {
      Optional<Located> old = before.flatMap(info -> info.find(key));
      Optional<Located> now = after.flatMap(info -> info.find(key));
      if (!Objects.equals(old.map(Located::node), now.map(Located::node))) {
        findings.tell(
            "info-changed",
            "",
            Change.METADATA,
            "info " + key,
            old.map(Located::place).orElse(Place.NOWHERE),
            now.map(Located::place).orElse(Place.NOWHERE),
            NOBODY,
            "The API's " + key + " changed.",
            "");
      }
    }
  }

  /** oasdiff lets go what was never more than a draft. */
  private void removed(Operation before) {
    String level = Stability.of(before.at().node());
    if (findings.isPeer() && Stability.isUnknown(level)) {
      stability("api-invalid-stability-level ERR", before, before);
    } else if (!findings.isPeer() || !Stability.isUnsettled(level)) {
      lifecycle.removed(before, newer.hasPath(before.path()));
    }
  }

  private void stability(String peer, Operation before, Operation after) {
    findings.tell(
        "stability-changed",
        peer,
        Change.METADATA,
        after.label(),
        before.at().place(),
        after.at().place(),
        NOBODY,
        "The stability level of %s was \"%s\" and is \"%s\"."
            .formatted(
                after.label(), Stability.of(before.at().node()), Stability.of(after.at().node())),
        "");
  }

  private void operation(Operation before, Operation after) {
    if (Stability.isStated(before, after) && !before.at().node().equals(after.at().node())) {
      Stability.peerRule(before, after).ifPresent(peer -> stability(peer, before, after));
    }
    if (findings.isPeer() && Stability.isUnsettled(Stability.of(after.at().node()))) {
      return;
    }
    parameters(before, after);
    bodies.request(before, after);
    bodies.responses(before, after);
    lifecycle.compare(before, after);
    words(before, after);
  }

  private void words(Operation before, Operation after) {
    for (String key : new String[] {"summary", "description", "operationId", "tags"}) {
      Optional<Node> old = before.at().node().find(key);
      Optional<Node> now = after.at().node().find(key);
      if (!old.equals(now)) {
        String peer =
            key.equals("operationId")
                ? "api-operation-id-" + (now.isEmpty() ? "removed" : "added") + " INFO"
                : key.equals("tags")
                    ? "api-tag-" + (now.isEmpty() ? "removed" : "added") + " INFO"
                    : "";
        findings.tell(
            key + "-changed",
            peer,
            Change.METADATA,
            after.label(),
            before.at().place(),
            after.at().place(),
            NOBODY,
            "The %s of %s changed.".formatted(key, after.label()),
            "");
      }
    }
  }

  private void parameters(Operation before, Operation after) {
    Set<String> keys = new LinkedHashSet<>(before.parameters().keySet());
    keys.addAll(after.parameters().keySet());
    for (String key : keys) {
      Operation.Parameter old = before.parameters().get(key);
      Operation.Parameter now = after.parameters().get(key);
      if (old == null && now != null) {
        parameterAdded(after, now);
      } else if (now == null && old != null) {
        lifecycle.parameterRemoved(before, after, old);
      } else if (old != null && now != null) {
        parameter(after, old, now);
      }
    }
  }

  static String label(Operation operation, Operation.Parameter parameter) {
    return operation.label() + " " + parameter.in() + " " + parameter.name();
  }

  private void parameterAdded(Operation after, Operation.Parameter now) {
    String peer =
        now.in().equals("path")
            ? "new-request-path-parameter ERR"
            : "new-%s-request-%s %s"
                .formatted(
                    now.required() ? "required" : "optional",
                    now.shared() ? "default-parameter-to-existing-path" : "parameter",
                    now.required() ? "ERR" : "INFO");
    findings.tell(
        now.required() ? "parameter-required-added" : "parameter-added",
        peer,
        now.required() ? Change.REQUIRED_FIELD_ADDED : Change.FIELD_ADDED,
        label(after, now),
        Place.NOWHERE,
        now.at().place(),
        now.required() ? WRITERS : NOBODY,
        "The %s parameter %s is new and %s."
            .formatted(now.in(), now.name(), now.required() ? "required" : "optional"),
        now.required() ? "Make it optional." : "");
  }

  private void parameter(Operation operation, Operation.Parameter old, Operation.Parameter now) {
    String where = label(operation, now);
    if (old.required() != now.required()) {
      findings.tell(
          now.required() ? "parameter-made-required" : "parameter-made-optional",
          now.required()
              ? "request-parameter-became-required ERR"
              : "request-parameter-became-optional INFO",
          now.required() ? Change.MADE_REQUIRED : Change.MADE_OPTIONAL,
          where,
          old.at().place(),
          now.at().place(),
          now.required() ? WRITERS : NOBODY,
          "The %s parameter %s is %s now."
              .formatted(now.in(), now.name(), now.required() ? "required" : "optional"),
          now.required() ? "Leave it optional." : "");
    }
    lifecycle.parameter(where, old, now);
    if (old.schema().isPresent() && now.schema().isPresent()) {
      bodies.compare(
          old.schema().get(),
          now.schema().get(),
          new Spot(Spot.Kind.PARAMETER, now.in(), isRepeatable(now)),
          where,
          "The %s parameter %s".formatted(now.in(), now.name()));
    }
  }

  /** Whether a list is written as the parameter again and again, so that one value is a list. */
  private static boolean isRepeatable(Operation.Parameter parameter) {
    String usual =
        parameter.in().equals("query") || parameter.in().equals("cookie") ? "form" : "simple";
    String style = parameter.at().text("style");
    boolean form = (style.isEmpty() ? usual : style).equals("form");
    return form && (parameter.at().flag("explode") || parameter.at().find("explode").isEmpty());
  }

  /** What is in one map or the other, in the order of the first. */
  static Set<String> union(Map<String, ?> before, Map<String, ?> after) {
    Set<String> keys = new LinkedHashSet<>(before.keySet());
    keys.addAll(after.keySet());
    return keys;
  }
}

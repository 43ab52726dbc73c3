package dev.datamesh.contracts.openapi;

import dev.datamesh.contracts.Assessment;
import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.jsonschema.EditFindings;
import dev.datamesh.contracts.jsonschema.JsonSchema;
import dev.datamesh.contracts.jsonschema.SchemaDiffer;
import dev.datamesh.contracts.jsonschema.Semantics;
import dev.datamesh.contracts.jsonschema.Site;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Compares two APIs operation by operation. For one thread at a time. */
final class ApiDiff {

  private static final Set<Party> WRITERS = Set.of(Party.WRITERS);
  private static final Set<Party> READERS = Set.of(Party.READERS);
  private static final Set<Party> KEPT = Set.of(Party.STORED_DATA);
  private static final Set<Party> NOBODY = Set.of();

  private final OpenApiModel older;
  private final OpenApiModel newer;
  private final EditFindings maker;
  private final List<Finding> findings = new ArrayList<>();
  private final Site requests;
  private final Site responses;
  private final SchemaDiffer requestDiffer;
  private final SchemaDiffer responseDiffer;
  private final List<Finding> schemaFindings = new ArrayList<>();
  private final Semantics semantics;
  private String where = "";

  ApiDiff(OpenApiModel older, OpenApiModel newer, Comparison comparison) {
    this.older = older;
    this.newer = newer;
    this.semantics = new Semantics(comparison);
    boolean reversed = comparison.mode() == Mode.FORWARD;
    boolean both = comparison.mode() == Mode.FULL;
    boolean strict = comparison.profile().equals(Profile.STRICT);
    this.maker = new EditFindings(reversed && !both ? Mode.FULL : comparison.mode());
    this.requests =
        new Site(
            WRITERS,
            both || reversed ? READERS : NOBODY,
            both || !reversed,
            both || reversed,
            false,
            strict,
            true);
    this.responses =
        new Site(KEPT, READERS, both || reversed, both || !reversed, true, strict, true);
    this.requestDiffer =
        new SchemaDiffer(
            requests, edit -> schemaFindings.add(maker.finding(edit, requests, where)));
    this.responseDiffer =
        new SchemaDiffer(
            responses, edit -> schemaFindings.add(maker.finding(edit, responses, where)));
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
        tell(
            "operation-added",
            Change.ENTRY_ADDED,
            after.label(),
            Place.NOWHERE,
            after.at().place(),
            NOBODY,
            "The operation %s is new.".formatted(after.label()),
            "");
      } else if (before != null && after != null) {
        operation(before, after);
      }
    }
    info();
    return semantics.assess(schemaFindings, findings);
  }

  private void tell(
      String rule,
      Change change,
      String path,
      Place before,
      Place after,
      Set<Party> breaks,
      String sentence,
      String remedy) {
    findings.add(
        new Finding(
            rule,
            change,
            path,
            before,
            after,
            "",
            "",
            breaks,
            maker.severity(breaks),
            sentence,
            remedy));
  }

  private void info() {
    Optional<Located> before = older.root().find("info");
    Optional<Located> after = newer.root().find("info");
    for (String key : new String[] {"title", "description", "contact", "license"}) {
      Optional<Located> old = before.flatMap(info -> info.find(key));
      Optional<Located> now = after.flatMap(info -> info.find(key));
      if (!Objects.equals(old.map(Located::node), now.map(Located::node))) {
        tell(
            "info-changed",
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

  private void removed(Operation before) {
    tell(
        before.at().flag("deprecated") ? "deprecated-operation-removed" : "operation-removed",
        Change.ENTRY_REMOVED,
        before.label(),
        before.at().place(),
        Place.NOWHERE,
        Set.of(Party.READERS, Party.WRITERS),
        "The operation %s is gone: callers get an error.".formatted(before.label()),
        "Deprecate it first and remove it after its sunset date.");
  }

  private void operation(Operation before, Operation after) {
    parameters(before, after);
    body(before, after);
    responses(before, after);
    if (!before.at().flag("deprecated") && after.at().flag("deprecated")) {
      tell(
          "operation-deprecated",
          Change.DEPRECATED,
          after.label(),
          before.at().place(),
          after.at().place(),
          NOBODY,
          "The operation %s is deprecated.".formatted(after.label()),
          "");
    }
    words(before, after);
  }

  private void words(Operation before, Operation after) {
    for (String key : new String[] {"summary", "description", "operationId", "tags"}) {
      Optional<Node> old = before.at().node().find(key);
      Optional<Node> now = after.at().node().find(key);
      if (!old.equals(now)) {
        tell(
            key + "-changed",
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
        tell(
            now.required() ? "parameter-required-added" : "parameter-added",
            now.required() ? Change.REQUIRED_FIELD_ADDED : Change.FIELD_ADDED,
            label(after, now),
            Place.NOWHERE,
            now.at().place(),
            now.required() ? WRITERS : NOBODY,
            "The %s parameter %s is new and %s."
                .formatted(now.in(), now.name(), now.required() ? "required" : "optional"),
            now.required() ? "Make it optional." : "");
      } else if (now == null && old != null) {
        tell(
            "parameter-removed",
            Change.FIELD_REMOVED,
            label(before, old),
            old.at().place(),
            after.at().place(),
            WRITERS,
            "The %s parameter %s is gone.".formatted(old.in(), old.name()),
            "Accept it and ignore it until nobody sends it.");
      } else if (old != null && now != null) {
        parameter(after, old, now);
      }
    }
  }

  private static String label(Operation operation, Operation.Parameter parameter) {
    return operation.label() + " " + parameter.in() + " " + parameter.name();
  }

  private void parameter(Operation operation, Operation.Parameter old, Operation.Parameter now) {
    where = label(operation, now);
    if (old.required() != now.required()) {
      tell(
          now.required() ? "parameter-made-required" : "parameter-made-optional",
          now.required() ? Change.MADE_REQUIRED : Change.MADE_OPTIONAL,
          where,
          old.at().place(),
          now.at().place(),
          now.required() ? WRITERS : NOBODY,
          "The %s parameter %s is %s now."
              .formatted(now.in(), now.name(), now.required() ? "required" : "optional"),
          now.required() ? "Leave it optional." : "");
    }
    if (old.schema().isPresent() && now.schema().isPresent()) {
      requestDiffer.call("The %s parameter %s".formatted(now.in(), now.name()));
      compare(old.schema().get(), now.schema().get(), true, where);
    }
  }

  private void body(Operation before, Operation after) {
    if (before.body().isEmpty() && after.body().isEmpty()) {
      return;
    }
    if (before.body().isEmpty() || after.body().isEmpty()) {
      boolean added = before.body().isEmpty();
      boolean hurts = added ? after.body().get().required() : true;
      tell(
          added ? "request-body-added" : "request-body-removed",
          added && hurts
              ? Change.REQUIRED_FIELD_ADDED
              : added ? Change.FIELD_ADDED : Change.FIELD_REMOVED,
          after.label() + " request",
          before.at().place(),
          after.at().place(),
          hurts ? WRITERS : NOBODY,
          "The request body of %s is %s.".formatted(after.label(), added ? "new" : "gone"),
          hurts ? "Keep the request as it was." : "");
      return;
    }
    Operation.RequestBody old = before.body().get();
    Operation.RequestBody now = after.body().get();
    if (old.required() != now.required()) {
      tell(
          now.required() ? "request-body-made-required" : "request-body-made-optional",
          now.required() ? Change.MADE_REQUIRED : Change.MADE_OPTIONAL,
          after.label() + " request",
          old.at().place(),
          now.at().place(),
          now.required() ? WRITERS : NOBODY,
          "The request body of %s is %s now."
              .formatted(after.label(), now.required() ? "required" : "optional"),
          now.required() ? "Leave it optional." : "");
    }
    media(after.label() + " request", old.content(), now.content(), true);
  }

  private void media(
      String label,
      Map<String, Operation.Media> before,
      Map<String, Operation.Media> after,
      boolean request) {
    Set<String> types = new LinkedHashSet<>(before.keySet());
    types.addAll(after.keySet());
    for (String type : types) {
      Operation.Media old = before.get(type);
      Operation.Media now = after.get(type);
      if (old == null || now == null) {
        boolean added = old == null;
        tell(
            added ? "media-type-added" : "media-type-removed",
            added ? Change.ENTRY_ADDED : Change.ENTRY_REMOVED,
            label + " " + type,
            old == null ? Place.NOWHERE : old.at().place(),
            now == null ? Place.NOWHERE : now.at().place(),
            added ? NOBODY : request ? WRITERS : READERS,
            "The media type %s of %s is %s.".formatted(type, label, added ? "new" : "gone"),
            added ? "" : "Keep serving " + type + ".");
        continue;
      }
      where = label + (types.size() > 1 ? " " + type : "") + " ";
      Optional<JsonSchema> a = old.schema();
      Optional<JsonSchema> b = now.schema();
      if (a.isPresent() && b.isPresent()) {
        SchemaDiffer differ = request ? requestDiffer : responseDiffer;
        differ.call("The body");
        compare(a.get(), b.get(), request, where.strip());
      }
    }
  }

  private void compare(JsonSchema before, JsonSchema after, boolean request, String label) {
    Site site = request ? requests : responses;
    (request ? requestDiffer : responseDiffer).compare(before, after, "");
    semantics.add(
        new Semantics.Pair(before, after, label, site.narrowingCounts(), site.wideningCounts()));
  }

  private void responses(Operation before, Operation after) {
    Set<String> statuses = new LinkedHashSet<>(before.responses().keySet());
    statuses.addAll(after.responses().keySet());
    for (String status : statuses) {
      Operation.Response old = before.responses().get(status);
      Operation.Response now = after.responses().get(status);
      String label = after.label() + " " + status;
      if (old == null || now == null) {
        boolean hurts = now == null && old != null && old.isSuccess();
        tell(
            old == null ? "response-added" : "response-removed",
            old == null ? Change.ENTRY_ADDED : hurts ? Change.ENTRY_REMOVED : Change.METADATA,
            label,
            old == null ? Place.NOWHERE : old.at().place(),
            now == null ? Place.NOWHERE : now.at().place(),
            hurts ? READERS : NOBODY,
            "The response %s of %s is %s."
                .formatted(status, after.label(), old == null ? "new" : "gone"),
            hurts ? "Keep the response." : "");
        continue;
      }
      media(label, old.content(), now.content(), false);
      headers(label, old, now);
    }
  }

  private void headers(String label, Operation.Response before, Operation.Response after) {
    before
        .headers()
        .forEach(
            (key, old) -> {
              Operation.Parameter now = after.headers().get(key);
              if (now == null) {
                tell(
                    "response-header-removed",
                    Change.FIELD_REMOVED,
                    label + " header " + old.name(),
                    old.at().place(),
                    after.at().place(),
                    READERS,
                    "The response header %s is gone.".formatted(old.name()),
                    "Keep sending it.");
              } else if (old.schema().isPresent() && now.schema().isPresent()) {
                where = label + " header " + now.name();
                responseDiffer.call("The response header " + now.name());
                compare(old.schema().get(), now.schema().get(), false, where);
              }
            });
  }
}

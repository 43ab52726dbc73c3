package dev.datamesh.contracts.openapi;

import static dev.datamesh.contracts.openapi.ApiDiff.NOBODY;
import static dev.datamesh.contracts.openapi.ApiDiff.READERS;
import static dev.datamesh.contracts.openapi.ApiDiff.WRITERS;

import dev.datamesh.contracts.Assessment;
import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.jsonschema.Edit;
import dev.datamesh.contracts.jsonschema.EditFindings;
import dev.datamesh.contracts.jsonschema.JsonSchema;
import dev.datamesh.contracts.jsonschema.SchemaDiffer;
import dev.datamesh.contracts.jsonschema.Semantics;
import dev.datamesh.contracts.jsonschema.Site;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares what goes over the wire: bodies, headers, and the schemas of all of it. */
final class BodyDiff {

  private static final Set<Party> KEPT = Set.of(Party.STORED_DATA);

  private final ApiFindings api;
  private final EditFindings maker;
  private final List<Finding> schemaFindings = new ArrayList<>();
  private final Semantics semantics;
  private final Site requests;
  private final Site responses;
  private final SchemaDiffer requestDiffer;
  private final SchemaDiffer responseDiffer;
  private final LocalDate today;
  private Spot spot = new Spot(Spot.Kind.REQUEST_BODY, "");
  private String where = "";

  BodyDiff(Comparison comparison, ApiFindings api) {
    this.api = api;
    this.today = comparison.today();
    this.maker = new EditFindings(comparison.mode());
    this.semantics = new Semantics(comparison);
    boolean reversed = comparison.mode() == Mode.FORWARD;
    boolean both = comparison.mode() == Mode.FULL;
    boolean strict = comparison.profile().equals(Profile.STRICT);
    boolean renames = !api.isPeer();
    this.requests =
        new Site(
            WRITERS,
            both || reversed ? READERS : NOBODY,
            both || !reversed,
            both || reversed,
            false,
            strict,
            renames);
    this.responses =
        new Site(KEPT, READERS, both || reversed, both || !reversed, true, strict, renames);
    this.requestDiffer = new SchemaDiffer(requests, edit -> tell(edit, requests));
    this.responseDiffer = new SchemaDiffer(responses, edit -> tell(edit, responses));
  }

  Assessment assess() {
    return semantics.assess(schemaFindings, api.all());
  }

  private void tell(Edit edit, Site site) {
    Finding finding = maker.finding(edit, site, where);
    if (api.isPeer()) {
      OasdiffNames.of(edit, spot, today)
          .ifPresent(
              named ->
                  schemaFindings.add(finding.withRule(named.id()).withSeverity(named.severity())));
    } else {
      schemaFindings.add(finding);
    }
  }

  /** Compares two schemas at a spot; shared schemas are told once, or everywhere for oasdiff. */
  void compare(JsonSchema before, JsonSchema after, Spot at, String label, String subject) {
    spot = at;
    where = label + (at.kind() == Spot.Kind.PARAMETER ? "" : " ");
    Site site = at.isRequest() ? requests : responses;
    SchemaDiffer differ = at.isRequest() ? requestDiffer : responseDiffer;
    if (api.isPeer()) {
      differ.startAfresh();
    }
    differ.call(subject);
    differ.compare(before, after, "");
    semantics.add(
        new Semantics.Pair(before, after, label, site.narrowingCounts(), site.wideningCounts()));
  }

  void request(Operation before, Operation after) {
    String label = after.label() + " request";
    if (before.body().isPresent() && after.body().isPresent()) {
      Operation.RequestBody old = before.body().get();
      Operation.RequestBody now = after.body().get();
      requiredness(label, old, now, after);
      media(label, old.content(), now.content(), true);
      return;
    }
    if (after.body().isPresent()) {
      boolean required = after.body().get().required();
      api.tell(
          "request-body-added",
          required ? "request-body-added-required ERR" : "request-body-added-optional INFO",
          required ? Change.REQUIRED_FIELD_ADDED : Change.FIELD_ADDED,
          label,
          before.at().place(),
          after.body().get().at().place(),
          required ? WRITERS : NOBODY,
          "The request body of %s is new.".formatted(after.label()),
          required ? "Make it optional." : "");
    } else if (before.body().isPresent()) {
      api.tell(
          "request-body-removed",
          "request-body-removed ERR",
          Change.FIELD_REMOVED,
          label,
          before.body().get().at().place(),
          after.at().place(),
          WRITERS,
          "The request body of %s is gone.".formatted(after.label()),
          "Accept it and ignore it until nobody sends it.");
    }
  }

  private void requiredness(
      String label, Operation.RequestBody old, Operation.RequestBody now, Operation after) {
    if (old.required() != now.required()) {
      api.tell(
          now.required() ? "request-body-made-required" : "request-body-made-optional",
          now.required() ? "request-body-became-required ERR" : "request-body-became-optional INFO",
          now.required() ? Change.MADE_REQUIRED : Change.MADE_OPTIONAL,
          label,
          old.at().place(),
          now.at().place(),
          now.required() ? WRITERS : NOBODY,
          "The request body of %s is %s now."
              .formatted(after.label(), now.required() ? "required" : "optional"),
          now.required() ? "Leave it optional." : "");
    }
  }

  private void media(
      String label,
      Map<String, Operation.Media> before,
      Map<String, Operation.Media> after,
      boolean request) {
    Map<String, String> renamed = api.isPeer() ? MediaTypes.renamed(before, after) : Map.of();
    renamed.forEach((from, to) -> mediaTypeRenamed(label, from, to, before, after, request));
    Set<String> types = ApiDiff.union(before, after);
    types.removeAll(renamed.values());
    for (String type : types) {
      Operation.Media old = before.get(type);
      Operation.Media now = after.get(renamed.getOrDefault(type, type));
      String place = label + (types.size() > 1 ? " " + type : "");
      if (old == null || now == null) {
        mediaType(label, type, old, now, request);
        continue;
      }
      Optional<JsonSchema> a = old.schema();
      Optional<JsonSchema> b = now.schema();
      Spot at = new Spot(request ? Spot.Kind.REQUEST_BODY : Spot.Kind.RESPONSE_BODY, type);
      if (a.isPresent() && b.isPresent()) {
        compare(a.get(), b.get(), at, place, "The body");
      } else if (a.isPresent() != b.isPresent()) {
        boolean added = b.isPresent();
        boolean hurts = added == request;
        api.tell(
            added ? "media-type-schema-added" : "media-type-schema-removed",
            "%s-body-media-type-schema-%s %s"
                .formatted(
                    request ? "request" : "response",
                    added ? "added" : "removed",
                    hurts ? (request ? "ERR" : "WARN") : "INFO"),
            added ? Change.VALIDATION_NARROWED : Change.VALIDATION_WIDENED,
            place,
            old.at().place(),
            now.at().place(),
            hurts ? (request ? WRITERS : READERS) : NOBODY,
            "The schema of %s is %s.".formatted(place, added ? "new" : "gone"),
            hurts ? "Keep it as it was." : "");
      }
    }
  }

  private void mediaTypeRenamed(
      String label,
      String from,
      String to,
      Map<String, Operation.Media> before,
      Map<String, Operation.Media> after,
      boolean request) {
    Operation.Media old = before.get(from);
    Operation.Media now = after.get(to);
    if (request || old == null || now == null) {
      return;
    }
    api.tell(
        "media-type-renamed",
        "response-media-type-name-" + MediaTypes.renaming(from, to),
        Change.METADATA,
        label + " " + to,
        old.at().place(),
        now.at().place(),
        READERS,
        "The media type %s of %s is %s now.".formatted(from, label, to),
        "Keep serving " + from + ".");
  }

  private void mediaType(
      String label,
      String type,
      Operation.@org.jspecify.annotations.Nullable Media old,
      Operation.@org.jspecify.annotations.Nullable Media now,
      boolean request) {
    boolean added = old == null;
    String peer =
        (request ? "request-body-media-type-" : "response-media-type-")
            + (added ? "added INFO" : "removed ERR");
    api.tell(
        added ? "media-type-added" : "media-type-removed",
        peer,
        added ? Change.ENTRY_ADDED : Change.ENTRY_REMOVED,
        label + " " + type,
        old == null ? Place.NOWHERE : old.at().place(),
        now == null ? Place.NOWHERE : now.at().place(),
        added ? NOBODY : request ? WRITERS : READERS,
        "The media type %s of %s is %s.".formatted(type, label, added ? "new" : "gone"),
        added ? "" : "Keep serving " + type + ".");
  }

  void responses(Operation before, Operation after) {
    for (String status : ApiDiff.union(before.responses(), after.responses())) {
      Operation.Response old = before.responses().get(status);
      Operation.Response now = after.responses().get(status);
      String label = after.label() + " " + status;
      if (old != null && now != null) {
        media(label, old.content(), now.content(), false);
        headers(label, old, now);
      } else if (old != null || now != null) {
        status(after, label, old, now);
      }
    }
  }

  private void status(
      Operation after,
      String label,
      Operation.@org.jspecify.annotations.Nullable Response old,
      Operation.@org.jspecify.annotations.Nullable Response now) {
    boolean added = old == null;
    boolean success = old != null ? old.isSuccess() : now != null && now.isSuccess();
    boolean hurts = !added && success;
    api.tell(
        added ? "response-added" : "response-removed",
        "response-%s-status-%s %s"
            .formatted(
                success ? "success" : "non-success",
                added ? "added" : "removed",
                hurts ? "ERR" : "INFO"),
        added ? Change.ENTRY_ADDED : hurts ? Change.ENTRY_REMOVED : Change.METADATA,
        label,
        old == null ? Place.NOWHERE : old.at().place(),
        now == null ? after.at().place() : now.at().place(),
        hurts ? READERS : NOBODY,
        "The response %s is %s.".formatted(label, added ? "new" : "gone"),
        hurts ? "Keep the response." : "");
  }

  private void headers(String label, Operation.Response before, Operation.Response after) {
    for (String key : ApiDiff.union(before.headers(), after.headers())) {
      Operation.Parameter old = before.headers().get(key);
      Operation.Parameter now = after.headers().get(key);
      if (old != null && now != null) {
        if (old.required() && !now.required()) {
          header("made-optional", "response-header-became-optional ERR", label, old, old, now);
        }
        if (old.schema().isPresent() && now.schema().isPresent()) {
          compare(
              old.schema().get(),
              now.schema().get(),
              new Spot(Spot.Kind.RESPONSE_HEADER, ""),
              label + " header " + now.name(),
              "The response header " + now.name());
        }
      } else if (old != null) {
        header(
            "removed",
            old.required()
                ? "required-response-header-removed ERR"
                : "optional-response-header-removed WARN",
            label,
            old,
            old,
            null);
      } else if (now != null) {
        header("added", "response-header-added INFO", label, now, null, now);
      }
    }
  }

  private void header(
      String action,
      String peer,
      String label,
      Operation.Parameter named,
      Operation.@org.jspecify.annotations.Nullable Parameter old,
      Operation.@org.jspecify.annotations.Nullable Parameter now) {
    boolean added = action.equals("added");
    boolean optional = action.equals("made-optional");
    api.tell(
        "response-header-" + action,
        peer,
        added ? Change.FIELD_ADDED : optional ? Change.MADE_OPTIONAL : Change.FIELD_REMOVED,
        label + " header " + named.name(),
        old == null ? Place.NOWHERE : old.at().place(),
        now == null ? Place.NOWHERE : now.at().place(),
        added ? NOBODY : READERS,
        "The response header %s is %s."
            .formatted(named.name(), added ? "new" : optional ? "optional now" : "gone"),
        added ? "" : "Keep sending it.");
  }
}

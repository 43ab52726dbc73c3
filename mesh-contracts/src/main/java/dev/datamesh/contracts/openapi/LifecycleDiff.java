package dev.datamesh.contracts.openapi;

import static dev.datamesh.contracts.openapi.ApiDiff.NOBODY;
import static dev.datamesh.contracts.openapi.ApiDiff.WRITERS;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Place;
import dev.datamesh.core.document.Node;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/**
 * Deprecation and removal: what goes must have been deprecated, and its sunset date must have
 * passed on the day of the comparison. For one thread at a time.
 */
final class LifecycleDiff {

  private static final Set<Party> CALLERS = Set.of(Party.READERS, Party.WRITERS);

  private final LocalDate today;
  private final ApiFindings api;

  LifecycleDiff(LocalDate today, ApiFindings api) {
    this.today = today;
    this.api = api;
  }

  static Optional<LocalDate> sunset(Located at) {
    Optional<Node> stated = at.node().find("x-sunset");
    String text = stated.flatMap(Node::text).orElse("");
    try {
      return text.length() < 10
          ? Optional.empty()
          : Optional.of(LocalDate.parse(text.substring(0, 10)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Without a day to compare on, no sunset date is taken to have passed. */
  private boolean isBeforeSunset(Located at) {
    return sunset(at).map(day -> today.equals(LocalDate.MIN) || today.isBefore(day)).orElse(false);
  }

  void removed(Operation before, boolean pathStays) {
    if (before.webhook()) {
      gone(before, "operation-removed", "webhook-removed ERR", CALLERS, "The webhook %s is gone.");
      return;
    }
    String peer = pathStays ? "api-" : "api-path-";
    if (!before.at().flag("deprecated")) {
      gone(
          before,
          "operation-removed",
          peer + "removed-without-deprecation ERR",
          CALLERS,
          "The operation %s is gone without having been deprecated: callers get an error.");
    } else if (isBeforeSunset(before.at())) {
      gone(
          before,
          "operation-removed-before-sunset",
          peer + "removed-before-sunset ERR",
          CALLERS,
          "The operation %s is gone before its sunset date.");
    } else {
      gone(
          before,
          "deprecated-operation-removed",
          peer + "removed-with-deprecation INFO",
          NOBODY,
          "The operation %s is gone; it was deprecated.");
    }
  }

  private void gone(
      Operation before, String rule, String peer, Set<Party> breaks, String sentence) {
    boolean early = rule.endsWith("before-sunset");
    boolean hurts = !breaks.isEmpty();
    api.tell(
        rule,
        peer,
        early ? Change.SUNSET_BROKEN : hurts ? Change.ENTRY_REMOVED : Change.DEPRECATED,
        before.label(),
        before.at().place(),
        Place.NOWHERE,
        breaks,
        sentence.formatted(before.label()),
        hurts ? "Deprecate it with a sunset date and remove it after that date." : "");
  }

  void compare(Operation before, Operation after) {
    boolean was = before.at().flag("deprecated");
    boolean is = after.at().flag("deprecated");
    Optional<LocalDate> old = sunset(before.at());
    Optional<LocalDate> now = sunset(after.at());
    if (!was && is) {
      tell(
          "operation-deprecated",
          now.isPresent() ? "endpoint-deprecated-with-sunset INFO" : "endpoint-deprecated INFO",
          Change.DEPRECATED,
          before,
          after,
          NOBODY,
          "The operation %s is deprecated" + now.map(d -> ", sunset on " + d).orElse("") + ".");
    } else if (was && !is) {
      tell(
          "operation-reactivated",
          "endpoint-reactivated INFO",
          Change.METADATA,
          before,
          after,
          NOBODY,
          "The operation %s is no longer deprecated.");
    }
    if (was && is && old.isPresent() && now.isEmpty()) {
      tell(
          "sunset-removed",
          "sunset-deleted ERR",
          Change.DEPRECATED,
          before,
          after,
          NOBODY,
          "The sunset date of %s is gone.");
    } else if (old.isPresent() && now.isPresent() && now.get().isBefore(old.get())) {
      tell(
          "sunset-moved-earlier",
          "api-sunset-date-changed-too-small ERR",
          Change.SUNSET_BROKEN,
          before,
          after,
          CALLERS,
          "The sunset of %s was moved from " + old.get() + " to " + now.get() + ".");
    }
  }

  private void tell(
      String rule,
      String peer,
      Change change,
      Operation before,
      Operation after,
      Set<Party> breaks,
      String sentence) {
    api.tell(
        rule,
        peer,
        change,
        after.label(),
        before.at().place(),
        after.at().place(),
        breaks,
        sentence.formatted(after.label()),
        breaks.isEmpty() ? "" : "Keep the date that was announced.");
  }

  void parameterRemoved(Operation before, Operation after, Operation.Parameter old) {
    boolean deprecated = old.at().flag("deprecated");
    boolean early = deprecated && isBeforeSunset(old.at());
    boolean hurts = !deprecated || early;
    api.tell(
        early ? "parameter-removed-before-sunset" : "parameter-removed",
        early
            ? "request-parameter-removed-before-sunset ERR"
            : deprecated
                ? "request-parameter-removed-with-deprecation INFO"
                : "request-parameter-removed WARN",
        early ? Change.SUNSET_BROKEN : hurts ? Change.FIELD_REMOVED : Change.DEPRECATED,
        ApiDiff.label(before, old),
        old.at().place(),
        after.at().place(),
        hurts ? WRITERS : NOBODY,
        "The %s parameter %s is gone.".formatted(old.in(), old.name()),
        hurts ? "Accept it and ignore it until nobody sends it." : "");
  }

  void parameter(String where, Operation.Parameter old, Operation.Parameter now) {
    boolean was = old.at().flag("deprecated");
    boolean is = now.at().flag("deprecated");
    if (was != is) {
      api.tell(
          is ? "parameter-deprecated" : "parameter-reactivated",
          is ? "request-parameter-deprecated INFO" : "request-parameter-reactivated INFO",
          is ? Change.DEPRECATED : Change.METADATA,
          where,
          old.at().place(),
          now.at().place(),
          NOBODY,
          "The parameter %s is %s."
              .formatted(now.name(), is ? "deprecated" : "no longer deprecated"),
          "");
    }
  }
}

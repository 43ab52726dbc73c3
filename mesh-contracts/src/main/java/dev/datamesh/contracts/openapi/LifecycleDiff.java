package dev.datamesh.contracts.openapi;

import static dev.datamesh.contracts.openapi.ApiDiff.NOBODY;
import static dev.datamesh.contracts.openapi.ApiDiff.WRITERS;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Place;
import java.time.LocalDate;
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

  void removed(Operation before, boolean pathStays) {
    if (before.webhook()) {
      gone(before, "operation-removed", "webhook-removed ERR", CALLERS, "The webhook %s is gone.");
      return;
    }
    String peer = pathStays ? "api-" : "api-path-";
    Sunset sunset = Sunset.of(before.at().node());
    if (!before.at().flag("deprecated")) {
      gone(
          before,
          "operation-removed",
          peer + "removed-without-deprecation ERR",
          CALLERS,
          "The operation %s is gone without having been deprecated: callers get an error.");
    } else if (sunset.isAhead(today)) {
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
          sunset.isUnreadable()
              ? "api-path-sunset-parse ERR"
              : sunset.stated() ? "" : peer + "removed-with-deprecation INFO",
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
    Sunset old = Sunset.of(before.at().node());
    Sunset now = Sunset.of(after.at().node());
    if (!was && is) {
      tell(
          "operation-deprecated",
          now.isUnreadable()
              ? "api-deprecated-sunset-parse ERR"
              : now.hasPassed(today)
                  ? "api-sunset-date-too-small ERR"
                  : now.stated()
                      ? "endpoint-deprecated-with-sunset INFO"
                      : "endpoint-deprecated INFO",
          Change.DEPRECATED,
          before,
          after,
          NOBODY,
          "The operation %s is deprecated"
              + now.day().map(d -> ", sunset on " + d).orElse("")
              + ".");
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
    if (is) {
      sunsetMoved(before, after, old, now);
    }
  }

  private void sunsetMoved(Operation before, Operation after, Sunset old, Sunset now) {
    if (old.stated() && !now.stated()) {
      tell(
          "sunset-removed",
          "sunset-deleted ERR",
          Change.DEPRECATED,
          before,
          after,
          NOBODY,
          "The sunset date of %s is gone.");
    } else if (old.stated() && (old.isUnreadable() || now.isUnreadable()) && !old.equals(now)) {
      tell(
          "sunset-unreadable",
          "api-path-sunset-parse ERR",
          Change.DEPRECATED,
          before,
          after,
          NOBODY,
          "The sunset date of %s is no date.");
    } else if (isEarlier(old, now)) {
      tell(
          "sunset-moved-earlier",
          isTooSoon(now) ? "api-sunset-date-changed-too-small ERR" : "",
          Change.SUNSET_BROKEN,
          before,
          after,
          CALLERS,
          "The sunset of %s was moved from " + old.day().get() + " to " + now.day().get() + ".");
    }
  }

  private static boolean isEarlier(Sunset old, Sunset now) {
    return old.day().isPresent()
        && now.day().isPresent()
        && now.day().get().isBefore(old.day().get());
  }

  /** oasdiff minds an earlier date only where that one has passed. */
  private boolean isTooSoon(Sunset now) {
    return today.equals(LocalDate.MIN) || now.hasPassed(today);
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
    Sunset sunset = Sunset.of(old.at().node());
    boolean early = deprecated && sunset.isAhead(today);
    boolean hurts = !deprecated || early;
    api.tell(
        early ? "parameter-removed-before-sunset" : "parameter-removed",
        early
            ? "request-parameter-removed-before-sunset ERR"
            : !deprecated
                ? "request-parameter-removed WARN"
                : sunset.isUnreadable()
                    ? "request-parameter-sunset-parse ERR"
                    : sunset.stated() ? "" : "request-parameter-removed-with-deprecation INFO",
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
    Sunset before = Sunset.of(old.at().node());
    Sunset after = Sunset.of(now.at().node());
    if (was != is) {
      String deprecated =
          after.isUnreadable()
              ? "request-parameter-sunset-parse ERR"
              : after.hasPassed(today)
                  ? "request-parameter-sunset-date-too-small ERR"
                  : "request-parameter-deprecated INFO";
      parameter(
          where,
          old,
          now,
          is ? "parameter-deprecated" : "parameter-reactivated",
          is ? deprecated : "request-parameter-reactivated INFO",
          is ? Change.DEPRECATED : Change.METADATA,
          is ? "is deprecated" : "is no longer deprecated");
    }
    if (is && before.stated() && !after.stated()) {
      parameter(
          where,
          old,
          now,
          "parameter-sunset-removed",
          "request-parameter-sunset-deleted ERR",
          Change.DEPRECATED,
          "has no sunset date any more");
    } else if (is && isEarlier(before, after)) {
      parameter(
          where,
          old,
          now,
          "parameter-sunset-moved-earlier",
          isTooSoon(after) ? "request-parameter-sunset-date-changed-too-small ERR" : "",
          Change.SUNSET_BROKEN,
          "goes earlier than was announced");
    } else if (was && is && before.stated() && after.isUnreadable() && !before.isUnreadable()) {
      parameter(
          where,
          old,
          now,
          "parameter-sunset-unreadable",
          "request-parameter-sunset-parse ERR",
          Change.DEPRECATED,
          "has a sunset date that is no date");
    }
  }

  private void parameter(
      String where,
      Operation.Parameter old,
      Operation.Parameter now,
      String rule,
      String peer,
      Change change,
      String what) {
    api.tell(
        rule,
        peer,
        change,
        where,
        old.at().place(),
        now.at().place(),
        change == Change.SUNSET_BROKEN ? WRITERS : NOBODY,
        "The parameter %s %s.".formatted(now.name(), what),
        change == Change.SUNSET_BROKEN ? "Keep the date that was announced." : "");
  }
}

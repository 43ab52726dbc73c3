package dev.datamesh.contracts.protocol;

import dev.datamesh.contracts.protocol.Step.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays the steps on the calendar. The provider's days begin at midnight of his zone, a consumer's
 * at midnight of his own; a consumer's reminder counts back from the sunset's day as his calendar
 * shows it.
 */
final class Timelines {

  private Timelines() {}

  static List<Step> ofProvider(BreakingChange change) {
    List<Step> steps = new ArrayList<>();
    steps.add(
        own(
            change,
            Kind.DOCUMENT,
            change.announcement(),
            "Write the change from %s to %s into the changelog."
                .formatted(change.from(), change.to())));
    steps.add(
        own(
            change,
            Kind.RELEASE,
            change.release(),
            "Deploy %s beside %s.".formatted(change.to(), change.from())));
    steps.add(
        own(
            change,
            Kind.DEPRECATE,
            change.release(),
            "Mark %s deprecated in responses and documents.".formatted(change.from())));
    steps.add(own(change, Kind.WATCH, change.release(), "Watch the use of " + change.from() + "."));
    steps.add(own(change, Kind.SUNSET, change.sunset(), "Remove " + change.from() + "."));
    return steps;
  }

  private static Step own(BreakingChange change, Kind kind, LocalDate day, String text) {
    return new Step(kind, "", day, change.startOf(day), text);
  }

  static List<Step> of(BreakingChange change, MeshConsumer consumer) {
    ZoneId zone = consumer.zone().orElse(change.zone());
    LocalDate notice = localDay(change, change.announcement(), zone);
    LocalDate sunset = localDay(change, change.sunset(), zone);
    LocalDate told = consumer.since().filter(day -> day.isAfter(notice)).orElse(notice);
    List<Step> steps = new ArrayList<>();
    if (told.isBefore(sunset)) {
      steps.add(
          step(
              Kind.NOTIFY,
              consumer,
              told,
              zone,
              "Tell %s that %s replaces %s on %s and that %s goes on %s."
                  .formatted(
                      consumer,
                      change.to(),
                      change.from(),
                      localDay(change, change.release(), zone),
                      change.from(),
                      sunset)));
    }
    for (int days : change.policy().reminderDays()) {
      LocalDate day = sunset.minusDays(days);
      if (day.isAfter(told)) {
        steps.add(
            step(
                Kind.REMIND,
                consumer,
                day,
                zone,
                "Remind %s: %s goes in %d days, on %s."
                    .formatted(consumer, change.from(), days, sunset)));
      }
    }
    steps.add(step(Kind.SUNSET, consumer, sunset, zone, "%s may be gone.".formatted(change.old())));
    return steps;
  }

  /** The consumer's day on which the provider's day begins. */
  private static LocalDate localDay(BreakingChange change, LocalDate day, ZoneId zone) {
    return change.startOf(day).atZone(zone).toLocalDate();
  }

  private static Step step(
      Kind kind, MeshConsumer consumer, LocalDate day, ZoneId zone, String text) {
    Instant at = day.atStartOfDay(zone).toInstant();
    return new Step(kind, consumer.name(), day, at, text);
  }
}

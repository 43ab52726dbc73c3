package dev.datamesh.contracts.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.contracts.protocol.Refusal.Rule;
import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.SemanticVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakingChangeTest {

  private static final SemanticVersion OLD = SemanticVersion.of("2.1.0");
  private static final SemanticVersion NEW = SemanticVersion.of("3.0.0");

  private static BreakingChange announced(String day, String zone) {
    return BreakingChange.of("ventas.daily_revenue_api", OLD, NEW)
        .announcedOn(LocalDate.parse(day), ZoneId.of(zone));
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }

  private static Instant noon(String day) {
    return LocalDate.parse(day).atTime(12, 0).toInstant(ZoneOffset.UTC);
  }

  @ParameterizedTest(name = "told {0}: released {1}, sunset {2}")
  @CsvSource({
    "2026-01-15, 2026-02-14, 2026-08-14",
    "2024-01-30, 2024-02-29, 2024-08-29", // released on a leap day
    "2023-07-31, 2023-08-30, 2024-03-01", // 2024 is a leap year, and yet February has no 30th
    "2023-07-30, 2023-08-29, 2024-02-29", // the sunset is a leap day
    "2022-07-30, 2022-08-29, 2023-03-01", // no 29 February in 2023: a day later, not earlier
    "2026-08-01, 2026-08-31, 2027-03-01",
    "2026-03-01, 2026-03-31, 2026-10-01", // September has 30 days
    "2025-12-02, 2026-01-01, 2026-07-01",
    "2028-01-30, 2028-02-29, 2028-08-29"
  })
  void datesFollowFromTheAnnouncement(LocalDate told, LocalDate released, LocalDate sunset) {
    BreakingChange change =
        BreakingChange.of("a.b", OLD, NEW).announcedOn(told, ZoneId.of("Europe/Madrid"));

    assertThat(change.release()).isEqualTo(released);
    assertThat(change.sunset()).isEqualTo(sunset);
  }

  @Test
  void theOverlapIsNeverShorterThanThePolicySays() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      LocalDate told = LocalDate.of(2000, 1, 1).plusDays(random.nextInt(20_000));
      int months = random.nextInt(25);
      BreakingChange change =
          BreakingChange.of("a.b", OLD, NEW)
              .under(SunsetPolicy.STANDARD.withOverlap(Period.ofMonths(months)))
              .announcedOn(told);

      Period kept = Period.between(change.release(), change.sunset());
      assertThat(kept.toTotalMonths()).as("told %s, %d months", told, months).isEqualTo(months);
      assertThat(change.sunset())
          .as("told %s, %d months", told, months)
          .isBeforeOrEqualTo(change.release().plusMonths(months).plusDays(1));
    }
  }

  @ParameterizedTest(name = "{0} days before: {1}")
  @CsvSource({"90, 2023-12-01", "60, 2023-12-31", "30, 2024-01-30", "7, 2024-02-22"})
  void remindersCountBackThroughTheLeapDay(int days, LocalDate expected) {
    BreakingChange change =
        announced("2023-07-30", "UTC")
            .withConsumers(List.of(MeshConsumer.registered("finanzas", "f@example.com", "")));

    assertThat(change.sunset()).isEqualTo(day("2024-02-29"));
    assertThat(change.timelineOf("finanzas").of(Step.Kind.REMIND))
        .filteredOn(step -> step.text().contains(" in " + days + " days"))
        .extracting(Step::day)
        .containsExactly(expected);
  }

  @Test
  void everyConsumerHasATimelineInHisOwnZone() {
    BreakingChange change =
        announced("2026-01-15", "America/Bogota")
            .withConsumers(
                List.of(
                    MeshConsumer.registered("finanzas", "f@example.com", "#fin"),
                    MeshConsumer.registered("tokyo", "t@example.com", "")
                        .in(ZoneId.of("Asia/Tokyo")),
                    MeshConsumer.registered("honolulu", "h@example.com", "")
                        .in(ZoneId.of("Pacific/Honolulu"))));

    assertThat(change.sunsetInstant()).isEqualTo(Instant.parse("2026-08-14T05:00:00Z"));
    assertThat(sunsetOf(change, "finanzas")).isEqualTo(day("2026-08-14"));
    assertThat(sunsetOf(change, "tokyo")).isEqualTo(day("2026-08-14"));
    assertThat(sunsetOf(change, "honolulu")).isEqualTo(day("2026-08-13"));
    assertThat(change.timelineOf("tokyo").of(Step.Kind.REMIND).get(0).at())
        .isEqualTo(Instant.parse("2026-05-15T15:00:00Z"));
  }

  private static LocalDate sunsetOf(BreakingChange change, String consumer) {
    return change.timelineOf(consumer).of(Step.Kind.SUNSET).get(0).day();
  }

  @Test
  void midnightThatDoesNotExistBeginsTheDayAtOne() {
    // Cuba moves the clock at midnight: 2026-03-08 begins at 01:00.
    BreakingChange change = announced("2026-02-06", "America/Havana");

    assertThat(change.release()).isEqualTo(day("2026-03-08"));
    assertThat(change.headers(DeprecationHeaders.Form.STANDARD).deprecation())
        .isEqualTo(Instant.parse("2026-03-08T05:00:00Z"));
  }

  @Test
  void consumersFoundByLineageJoinTheRegisteredOnes() {
    BreakingChange change =
        announced("2026-01-15", "UTC")
            .withConsumers(List.of(MeshConsumer.registered("forecast", "", "#forecast")))
            .withConsumers(
                List.of(
                    MeshConsumer.foundByLineage(AssetId.dataset("Forecast"), "ml@example.com"),
                    MeshConsumer.foundByLineage(AssetId.dataset("board"), "")));

    assertThat(change.consumers())
        .extracting(MeshConsumer::name, MeshConsumer::origin, MeshConsumer::contact)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "forecast", MeshConsumer.Origin.BOTH, "ml@example.com"),
            org.assertj.core.groups.Tuple.tuple("board", MeshConsumer.Origin.LINEAGE, ""));
  }

  @Test
  void aConsumerFoundLateIsToldThenAndRemindedOfWhatIsLeft() {
    MeshConsumer late =
        MeshConsumer.registered("late", "l@example.com", "").knownSince(day("2026-07-01"));
    Timeline steps = announced("2026-01-15", "UTC").withConsumers(List.of(late)).timelineOf("late");

    assertThat(steps.of(Step.Kind.NOTIFY)).extracting(Step::day).containsExactly(day("2026-07-01"));
    assertThat(steps.of(Step.Kind.REMIND))
        .extracting(Step::day)
        .containsExactly(day("2026-07-15"), day("2026-08-07"));
  }

  @Test
  void theTimelineKnowsWhatIsDueAndWhatIsNext() {
    BreakingChange change =
        announced("2026-01-15", "UTC")
            .withConsumers(List.of(MeshConsumer.registered("finanzas", "f@example.com", "")));

    assertThat(change.timeline().dueAt(noon("2026-01-15"))).hasSize(2);
    assertThat(change.timeline().dueBetween(noon("2026-05-15"), noon("2026-05-16")))
        .extracting(Step::kind)
        .containsExactly(Step.Kind.REMIND);
    assertThat(change.timeline().nextAfter(noon("2026-08-10")))
        .map(Step::kind)
        .contains(Step.Kind.SUNSET);
    assertThat(change.timeline().nextAfter(noon("2026-08-15"))).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "2026-01-14T23:59:59Z, PLANNED",
    "2026-01-15T00:00:00Z, NOTICE",
    "2026-02-13T23:59:59Z, NOTICE",
    "2026-02-14T00:00:00Z, OVERLAP",
    "2026-08-13T23:59:59Z, OVERLAP",
    "2026-08-14T00:00:00Z, SUNSET"
  })
  void phasesChangeAtMidnight(Instant now, BreakingChange.Phase phase) {
    assertThat(announced("2026-01-15", "UTC").phaseAt(now)).isEqualTo(phase);
  }

  @Test
  void removalBeforeTheSunsetIsRefused() {
    BreakingChange change = announced("2026-01-15", "UTC");

    Decision<BreakingChange> early = change.removal(noon("2026-08-13"));
    assertThat(early.isAllowed()).isFalse();
    assertThat(early.refusals())
        .extracting(Refusal::rule)
        .containsExactly(Rule.REMOVAL_BEFORE_SUNSET);
    assertThat(early.explain()).contains("before its sunset on 2026-08-14");
    assertThatThrownBy(early::orThrow).isInstanceOf(InvalidInputException.class);
    assertThat(change.removal(Instant.parse("2026-08-14T00:00:00Z")).isAllowed()).isTrue();
  }

  @Test
  void removalNamesThoseWhoStillUseTheOldVersion() {
    BreakingChange change =
        announced("2026-01-15", "UTC")
            .withUses(
                List.of(
                    new OldUse("finanzas", noon("2026-08-01"), 1200),
                    new OldUse("marketing", noon("2026-01-20"), 3)));

    assertThat(change.removal(noon("2026-09-01")).explain())
        .contains("finanzas still uses ventas.daily_revenue_api 2.1.0, last on 2026-08-01")
        .doesNotContain("marketing");
  }

  @Test
  void aSunsetMovesLaterAndNeverEarlier() {
    BreakingChange change = announced("2026-01-15", "UTC");
    BreakingChange later = change.moveSunset(day("2026-12-31"), noon("2026-03-01")).orThrow();

    assertThat(later.sunset()).isEqualTo(day("2026-12-31"));
    assertThat(later.moveSunset(day("2026-12-30"), noon("2026-03-02")).refusals())
        .extracting(Refusal::rule)
        .containsExactly(Rule.SUNSET_MOVED_EARLIER);
    assertThat(change.moveSunset(day("2026-08-13"), noon("2026-03-02")).refusals())
        .extracting(Refusal::rule)
        .containsExactly(Rule.SUNSET_MOVED_EARLIER, Rule.OVERLAP_TOO_SHORT);
    assertThat(change.moveSunset(day("2026-02-13"), noon("2026-01-01")).refusals())
        .extracting(Refusal::rule)
        .containsExactly(Rule.SUNSET_BEFORE_DEPRECATION, Rule.OVERLAP_TOO_SHORT);
    assertThat(later.moveSunset(day("2026-09-01"), noon("2026-01-14")).isAllowed()).isTrue();
  }

  @Test
  void aReleaseBeforeTheNoticeHasRunOutIsRefused() {
    BreakingChange change = announced("2026-01-15", "UTC");

    assertThat(change.releaseOn(day("2026-02-13")).refusals())
        .extracting(Refusal::rule)
        .containsExactly(Rule.NOTICE_TOO_SHORT);
    assertThat(change.releaseOn(day("2026-02-14")).isAllowed()).isTrue();
  }

  @ParameterizedTest(name = "on {0} allowed: {1}")
  @CsvSource({"2026-05-31, true", "2026-06-01, false"})
  void aWaiverHoldsUntilItExpires(String day, boolean allowed) {
    BreakingChange change =
        announced("2026-01-15", "UTC")
            .withWaivers(
                List.of(
                    new Waiver(
                        Rule.REMOVAL_BEFORE_SUNSET,
                        "only one consumer, who has moved",
                        "sales-team@company.com",
                        day("2026-05-31"))));

    Decision<BreakingChange> decision = change.removal(noon(day));
    assertThat(decision.isAllowed()).isEqualTo(allowed);
    assertThat(decision.explain())
        .contains(allowed ? "waived by sales-team@company.com until 2026-05-31" : "expired on");
  }

  @Test
  void noWaiverPutsTheSunsetBeforeTheDeprecation() {
    BreakingChange change =
        announced("2026-01-15", "UTC")
            .withWaivers(
                List.of(
                    new Waiver(Rule.SUNSET_BEFORE_DEPRECATION, "why not", "me", day("2030-01-01")),
                    new Waiver(Rule.OVERLAP_TOO_SHORT, "why not", "me", day("2030-01-01"))));

    assertThat(change.moveSunset(day("2026-02-01"), noon("2026-01-01")).refusals())
        .extracting(Refusal::rule)
        .containsExactly(Rule.SUNSET_BEFORE_DEPRECATION);
    assertThatThrownBy(() -> new Waiver(Rule.OVERLAP_TOO_SHORT, " ", "me", day("2030-01-01")))
        .hasMessageContaining("without reason and owner");
  }

  @Test
  void theChecklistHasFourThreeAndFourItems() {
    String list =
        announced("2026-01-15", "UTC")
            .withConsumers(List.of(MeshConsumer.registered("finanzas", "f@example.com", "")))
            .checklist(noon("2026-03-01"));

    assertThat(sections(list)).containsExactly(4, 3, 4);
    assertThat(list.lines().filter(line -> line.startsWith("- [x]"))).hasSize(7);
    assertThat(list)
        .contains("- [x] Notify consumers 30 days ahead, on 2026-01-15: finanzas <f@example.com>")
        .contains("- [ ] Keep 2.1.0 for 6 months, until 2026-08-14")
        .contains(
            "- [ ] Remind consumers 90, 60, 30, 7 days before the sunset: "
                + "2026-05-16, 2026-06-15, 2026-07-15, 2026-08-07");
  }

  private static List<Integer> sections(String markdown) {
    return java.util.Arrays.stream(markdown.split("\n## "))
        .skip(1)
        .map(part -> (int) part.lines().filter(line -> line.startsWith("- [")).count())
        .toList();
  }

  @Test
  void theOldVersionMustBeBelowTheNew() {
    assertThatThrownBy(() -> BreakingChange.of("a.b", NEW, OLD))
        .hasMessageContaining("the new version 2.1.0 is not above the old one 3.0.0");
  }
}

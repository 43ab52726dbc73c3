package dev.datamesh.contracts.protocol;

import dev.datamesh.contracts.protocol.Refusal.Rule;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.SemanticVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One breaking change on its way: what is replaced by what, for whom, and when. All dates follow
 * from the day of the announcement, the {@link SunsetPolicy} and a sunset that may only move later.
 * Immutable; what the host learns (uses of the old version, waivers) makes a new value.
 */
public final class BreakingChange {

  /** Where a change stands at an instant. */
  public enum Phase {
    /** Not announced yet. */
    PLANNED,
    /** Announced; the old version is the only one. */
    NOTICE,
    /** Both versions run; the old one is deprecated. */
    OVERLAP,
    /** The old version may be removed. */
    SUNSET
  }

  private final Parts parts;

  private record Parts(
      String subject,
      SemanticVersion from,
      SemanticVersion to,
      LocalDate announced,
      LocalDate sunset,
      ZoneId zone,
      SunsetPolicy policy,
      String successor,
      List<MeshConsumer> consumers,
      List<OldUse> uses,
      List<Waiver> waivers) {}

  private BreakingChange(Parts parts) {
    this.parts = parts;
  }

  /** Begins the description of a change of a product or another contract. */
  public static Draft of(String subject, SemanticVersion from, SemanticVersion to) {
    if (subject.isBlank()) {
      throw new InvalidInputException("Cannot plan a breaking change, its subject is empty");
    }
    if (to.compareTo(from) <= 0) {
      throw new InvalidInputException(
          "Cannot plan a breaking change of %s, the new version %s is not above the old one %s"
              .formatted(subject, to, from));
    }
    return new Draft(subject, from, to, SunsetPolicy.STANDARD);
  }

  /** A change without dates. Immutable. */
  public record Draft(
      String subject, SemanticVersion from, SemanticVersion to, SunsetPolicy policy) {

    public Draft under(SunsetPolicy other) {
      return new Draft(subject, from, to, other);
    }

    /** The change, announced on this day in UTC. */
    public BreakingChange announcedOn(LocalDate day) {
      return announcedOn(day, ZoneOffset.UTC);
    }

    /** The change, announced on this day; the provider's days begin at midnight of the zone. */
    public BreakingChange announcedOn(LocalDate day, ZoneId zone) {
      return new BreakingChange(
          new Parts(
              subject,
              from,
              to,
              day,
              policy.sunsetAfter(policy.releaseAfter(day)),
              zone,
              policy,
              "",
              List.of(),
              List.of(),
              List.of()));
    }
  }

  public String subject() {
    return parts.subject;
  }

  public SemanticVersion from() {
    return parts.from;
  }

  public SemanticVersion to() {
    return parts.to;
  }

  public ZoneId zone() {
    return parts.zone;
  }

  public SunsetPolicy policy() {
    return parts.policy;
  }

  /** The day on which consumers are told. */
  public LocalDate announcement() {
    return parts.announced;
  }

  /** The day on which the new version appears and the old one is deprecated. */
  public LocalDate release() {
    return parts.policy.releaseAfter(parts.announced);
  }

  /** The first day on which the old version may be gone. */
  public LocalDate sunset() {
    return parts.sunset;
  }

  /** Everybody concerned, registered or found by lineage, each once. */
  public List<MeshConsumer> consumers() {
    return parts.consumers;
  }

  /** The address of the new version; empty if none. */
  public String successor() {
    return parts.successor;
  }

  public BreakingChange withSuccessor(String address) {
    return with(parts.sunset, address, parts.consumers, parts.uses, parts.waivers);
  }

  /** With these consumers beside those known; the same name is the same consumer. */
  public BreakingChange withConsumers(Collection<MeshConsumer> more) {
    List<MeshConsumer> merged = MeshConsumer.merge(parts.consumers, more);
    return with(parts.sunset, parts.successor, merged, parts.uses, parts.waivers);
  }

  /** With what was seen of the use of the old version, in place of what was seen before. */
  public BreakingChange withUses(Collection<OldUse> seen) {
    return with(parts.sunset, parts.successor, parts.consumers, List.copyOf(seen), parts.waivers);
  }

  /** With exceptions from single rules. */
  public BreakingChange withWaivers(Collection<Waiver> granted) {
    return with(parts.sunset, parts.successor, parts.consumers, parts.uses, List.copyOf(granted));
  }

  private BreakingChange with(
      LocalDate sunset,
      String successor,
      List<MeshConsumer> consumers,
      List<OldUse> uses,
      List<Waiver> waivers) {
    return new BreakingChange(
        new Parts(
            parts.subject,
            parts.from,
            parts.to,
            parts.announced,
            sunset,
            parts.zone,
            parts.policy,
            successor,
            consumers,
            uses,
            waivers));
  }

  /** The change with another sunset; refused where the protocol forbids it at this instant. */
  public Decision<BreakingChange> moveSunset(LocalDate day, Instant now) {
    List<Refusal> refusals = new ArrayList<>();
    if (day.isBefore(release())) {
      refusals.add(
          new Refusal(
              Rule.SUNSET_BEFORE_DEPRECATION,
              "Cannot move the sunset of %s to %s, that is before its deprecation on %s"
                  .formatted(old(), day, release())));
    }
    boolean announced = !now.isBefore(startOf(announcement()));
    if (announced && day.isBefore(parts.sunset)) {
      refusals.add(
          new Refusal(
              Rule.SUNSET_MOVED_EARLIER,
              "Cannot move the sunset of %s from %s to the earlier %s, consumers were told %s; keep it or move it later"
                  .formatted(old(), parts.sunset, day, parts.sunset)));
    }
    LocalDate earliest = parts.policy.sunsetAfter(release());
    if (day.isBefore(earliest)) {
      refusals.add(
          new Refusal(
              Rule.OVERLAP_TOO_SHORT,
              "Cannot move the sunset of %s to %s, the old version is kept until %s at least (%s after %s)"
                  .formatted(old(), day, earliest, words(), release())));
    }
    return decide(
        with(day, parts.successor, parts.consumers, parts.uses, parts.waivers),
        refusals,
        List.of(),
        now);
  }

  /** Whether the old version may be removed at this instant. */
  public Decision<BreakingChange> removal(Instant now) {
    List<Refusal> refusals = new ArrayList<>();
    Instant end = sunsetInstant();
    if (now.isBefore(end)) {
      refusals.add(
          new Refusal(
              Rule.REMOVAL_BEFORE_SUNSET,
              "Cannot remove %s before its sunset on %s, it is %s; wait, or have the rule waived"
                  .formatted(old(), parts.sunset, now.atZone(parts.zone).toLocalDate())));
    }
    List<String> warnings = new ArrayList<>();
    for (OldUse use : usesAfterRelease()) {
      warnings.add(
          "%s still uses %s, last on %s."
              .formatted(use.consumer(), old(), use.last().atZone(parts.zone).toLocalDate()));
    }
    return decide(this, refusals, warnings, now);
  }

  /** Whether the new version may appear on a day: consumers must have had their notice. */
  public Decision<BreakingChange> releaseOn(LocalDate day) {
    List<Refusal> refusals = new ArrayList<>();
    if (day.isBefore(release())) {
      refusals.add(
          new Refusal(
              Rule.NOTICE_TOO_SHORT,
              "Cannot release %s %s on %s, consumers were told on %s and have %d days of notice, until %s"
                  .formatted(
                      parts.subject,
                      parts.to,
                      day,
                      parts.announced,
                      parts.policy.noticeDays(),
                      release())));
    }
    return decide(this, refusals, List.of(), startOf(day));
  }

  private Decision<BreakingChange> decide(
      BreakingChange wish, List<Refusal> refusals, List<String> warnings, Instant now) {
    LocalDate today = now.atZone(parts.zone).toLocalDate();
    List<Refusal> standing = new ArrayList<>();
    List<String> notes = new ArrayList<>(warnings);
    for (Refusal refusal : refusals) {
      Optional<Waiver> waiver =
          parts.waivers.stream()
              .filter(granted -> refusal.rule().isWaivable())
              .filter(granted -> granted.rule() == refusal.rule())
              .max(java.util.Comparator.comparing(Waiver::expires));
      if (waiver.isPresent() && waiver.get().holdsOn(today)) {
        notes.add(
            "%s is waived by %s until %s: %s."
                .formatted(
                    refusal.rule(),
                    waiver.get().owner(),
                    waiver.get().expires(),
                    waiver.get().reason()));
      } else {
        standing.add(
            waiver
                .map(
                    expired ->
                        new Refusal(
                            refusal.rule(),
                            refusal.message()
                                + " (the waiver by %s expired on %s)"
                                    .formatted(expired.owner(), expired.expires())))
                .orElse(refusal));
      }
    }
    return standing.isEmpty()
        ? new Decision.Allowed<>(wish, notes)
        : new Decision.Refused<>(standing);
  }

  /** Where the change stands. */
  public Phase phaseAt(Instant now) {
    if (now.isBefore(startOf(announcement()))) {
      return Phase.PLANNED;
    }
    if (now.isBefore(startOf(release()))) {
      return Phase.NOTICE;
    }
    return now.isBefore(sunsetInstant()) ? Phase.OVERLAP : Phase.SUNSET;
  }

  /** Every step of the provider and of every consumer. */
  public Timeline timeline() {
    List<Step> steps = new ArrayList<>(Timelines.ofProvider(this));
    parts.consumers.forEach(consumer -> steps.addAll(Timelines.of(this, consumer)));
    return new Timeline(steps);
  }

  /** The steps that concern one consumer. */
  public Timeline timelineOf(MeshConsumer consumer) {
    return new Timeline(Timelines.of(this, consumer));
  }

  /** The steps that concern the consumer of this name; throws where he is not known. */
  public Timeline timelineOf(String consumer) {
    return parts.consumers.stream()
        .filter(known -> known.name().equalsIgnoreCase(consumer))
        .findFirst()
        .map(this::timelineOf)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Cannot find the consumer \"%s\" of %s; known are %s"
                        .formatted(
                            consumer,
                            parts.subject,
                            parts.consumers.stream().map(MeshConsumer::name).toList())));
  }

  /** Consumers who used the old version since the new one is out, the latest use first. */
  public List<OldUse> usesAfterRelease() {
    Instant from = startOf(release());
    return parts.uses.stream()
        .filter(use -> !use.last().isBefore(from))
        .sorted(java.util.Comparator.comparing(OldUse::last).reversed())
        .toList();
  }

  /** The headers that responses of the old version carry; empty before it is deprecated. */
  public Optional<DeprecationHeaders> findHeaders(Instant now) {
    return now.isBefore(startOf(release()))
        ? Optional.empty()
        : Optional.of(headers(DeprecationHeaders.Form.STANDARD));
  }

  /** The headers of the old version's responses. */
  public DeprecationHeaders headers(DeprecationHeaders.Form form) {
    return new DeprecationHeaders(startOf(release()), sunsetInstant(), parts.successor, form);
  }

  /** The checklist as Markdown, 4 + 3 + 4 items; what the calendar has passed is ticked. */
  public String checklist(Instant now) {
    return Checklist.of(this, now);
  }

  /** When the old version may be gone: the beginning of the sunset's day. */
  public Instant sunsetInstant() {
    return startOf(parts.sunset);
  }

  Instant startOf(LocalDate day) {
    return day.atStartOfDay(parts.zone).toInstant();
  }

  /** The old version by name: {@code ventas.orders 2.1.0}. */
  String old() {
    return parts.subject + " " + parts.from;
  }

  /** The overlap in words: {@code 6 months}. */
  String words() {
    List<String> words = new ArrayList<>();
    Period overlap = parts.policy.overlap().normalized();
    int months = overlap.getYears() * 12 + overlap.getMonths();
    int days = overlap.getDays();
    if (months > 0) {
      words.add(months + (months == 1 ? " month" : " months"));
    }
    if (days > 0 || words.isEmpty()) {
      words.add(days + (days == 1 ? " day" : " days"));
    }
    return String.join(" and ", words).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "%s %s -> %s, announced %s, released %s, sunset %s, %d consumers"
        .formatted(
            parts.subject,
            parts.from,
            parts.to,
            parts.announced,
            release(),
            parts.sunset,
            parts.consumers.size());
  }
}

package dev.datamesh.contracts;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How two versions are to be compared. {@code Comparison.standard().withMode(Mode.FULL)}; what is
 * not set goes by the format. Immutable.
 */
public final class Comparison {

  /** Steps of work after which a semantic question ends in UNKNOWN; about a second. */
  public static final long STANDARD_BUDGET = 200_000;

  private static final Comparison STANDARD =
      new Comparison(null, null, Map.of(), List.of(), LocalDate.MIN, STANDARD_BUDGET);

  private final @Nullable Mode mode;
  private final @Nullable Profile profile;
  private final Map<String, Severity> severities;
  private final List<Acceptance> acceptances;
  private final LocalDate today;
  private final long budget;

  private Comparison(
      @Nullable Mode mode,
      @Nullable Profile profile,
      Map<String, Severity> severities,
      List<Acceptance> acceptances,
      LocalDate today,
      long budget) {
    this.mode = mode;
    this.profile = profile;
    this.severities = Map.copyOf(severities);
    this.acceptances = List.copyOf(acceptances);
    this.today = today;
    this.budget = budget;
  }

  /** The format's mode and profile. */
  public static Comparison standard() {
    return STANDARD;
  }

  public Comparison withMode(Mode newMode) {
    return new Comparison(newMode, profile, severities, acceptances, today, budget);
  }

  public Comparison withProfile(Profile newProfile) {
    return new Comparison(mode, newProfile, severities, acceptances, today, budget);
  }

  /** Severities by rule id, which go before every profile. */
  public Comparison withSeverities(Map<String, Severity> byRule) {
    return new Comparison(mode, profile, byRule, acceptances, today, budget);
  }

  /**
   * Breaks that are accepted, and the day on which that is asked: acceptances of the past count for
   * nothing. The day also decides which sunset dates have passed.
   */
  public Comparison withAcceptances(List<Acceptance> accepted, LocalDate day) {
    return new Comparison(mode, profile, severities, accepted, day, budget);
  }

  /** The day on which is compared, for sunset dates. */
  public Comparison on(LocalDate day) {
    return new Comparison(mode, profile, severities, acceptances, day, budget);
  }

  /** How many steps a semantic question may take before it ends in UNKNOWN. */
  public Comparison withBudget(long steps) {
    return new Comparison(mode, profile, severities, acceptances, today, steps);
  }

  public Optional<Mode> findMode() {
    return Optional.ofNullable(mode);
  }

  public Optional<Profile> findProfile() {
    return Optional.ofNullable(profile);
  }

  /** The mode; a format is only asked once it is set. */
  public Mode mode() {
    return mode == null ? Mode.BACKWARD : mode;
  }

  /** The profile; a format is only asked once it is set. */
  public Profile profile() {
    return profile == null ? Profile.STRICT : profile;
  }

  public Map<String, Severity> severities() {
    return severities;
  }

  public List<Acceptance> acceptances() {
    return acceptances;
  }

  /** The day of the comparison, {@link LocalDate#MIN} if the caller told none. */
  public LocalDate today() {
    return today;
  }

  public long budget() {
    return budget;
  }
}

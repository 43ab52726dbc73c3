package dev.datamesh.examples.marketplace.retail;

import java.util.Map;
import java.util.Set;

/**
 * Which sales region a country belongs to. The contract's regions LATAM, NA, EU and APAC cover most
 * of the world; what they do not cover has a region of its own rather than a wrong one.
 */
public final class Regions {

  /** The sum over all regions. */
  public static final String ALL = "ALL";

  /** Lines that name no country. */
  public static final String UNSPECIFIED = "UNSPECIFIED";

  private static final Map<String, Set<String>> OUTSIDE_EUROPE =
      Map.of(
          "NA",
          Set.of("USA", "Canada"),
          "LATAM",
          Set.of("Brazil"),
          "APAC",
          Set.of("Australia", "Japan", "Singapore", "Hong Kong"),
          "AFRICA",
          Set.of("RSA"),
          "MIDDLE_EAST",
          Set.of("Israel", "Lebanon", "United Arab Emirates", "Bahrain", "Saudi Arabia"),
          UNSPECIFIED,
          Set.of("Unspecified"));

  private static final Set<String> EUROPE =
      Set.of(
          "United Kingdom",
          "Germany",
          "France",
          "EIRE",
          "Spain",
          "Netherlands",
          "Belgium",
          "Switzerland",
          "Portugal",
          "Norway",
          "Italy",
          "Channel Islands",
          "Finland",
          "Cyprus",
          "Sweden",
          "Austria",
          "Denmark",
          "Poland",
          "Iceland",
          "Greece",
          "Malta",
          "European Community",
          "Lithuania",
          "Czech Republic");

  private Regions() {}

  /** The region of a country as the data spell it; an unknown country is UNSPECIFIED. */
  public static String of(String country) {
    if (EUROPE.contains(country)) {
      return "EU";
    }
    return OUTSIDE_EUROPE.entrySet().stream()
        .filter(region -> region.getValue().contains(country))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(UNSPECIFIED);
  }
}

package dev.datamesh.core.domain;

import dev.datamesh.core.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One service level objective: its name, its text as people wrote it and what the text means. Two
 * are equal when name and meaning are. Immutable.
 *
 * <p>Names: {@code latency_p99} (any percentile), {@code freshness}, {@code availability}, {@code
 * data_quality}, {@code accuracy}.
 *
 * @param text such as {@code 15 minutes}, {@code 99.9%}, {@code 99.5% completeness}, {@code ±0.5%}
 */
public record Slo(String name, String text, SloTarget target) {

  public static final String AVAILABILITY = "availability";
  public static final String DATA_QUALITY = "data_quality";
  public static final String ACCURACY = "accuracy";
  public static final String FRESHNESS = "freshness";

  private static final Pattern LATENCY = Pattern.compile("latency_p[0-9]{1,5}");
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*([A-Za-zµ]+)");
  private static final Pattern PERCENT =
      Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,12})?)\\s*%(?:\\s+(\\S.*))?");
  private static final Pattern DEVIATION =
      Pattern.compile("(?:±|\\+/-|\\+-)\\s*([0-9]{1,3}(?:\\.[0-9]{1,12})?)\\s*%(?:\\s+(\\S.*))?");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private static final Map<String, Long> NANOS =
      Map.ofEntries(
          Map.entry("ms", 1_000_000L),
          Map.entry("millisecond", 1_000_000L),
          Map.entry("s", 1_000_000_000L),
          Map.entry("sec", 1_000_000_000L),
          Map.entry("second", 1_000_000_000L),
          Map.entry("min", 60_000_000_000L),
          Map.entry("minute", 60_000_000_000L),
          Map.entry("h", 3_600_000_000_000L),
          Map.entry("hour", 3_600_000_000_000L),
          Map.entry("d", 86_400_000_000_000L),
          Map.entry("day", 86_400_000_000_000L));

  /** Understands a text by the objective's name; refuses it with what was expected. */
  public static Slo of(String name, String text) {
    return new Slo(name, text, read(name, text.strip()));
  }

  private static SloTarget read(String name, String text) {
    return switch (name) {
      case AVAILABILITY -> availability(text);
      case DATA_QUALITY -> quality(text);
      case ACCURACY -> deviation(text);
      default -> {
        if (name.equals(FRESHNESS) || LATENCY.matcher(name).matches()) {
          yield new SloTarget.Within(duration(text));
        }
        throw new InvalidInputException(
            "the objective \"%s\" is not known; expected %s".formatted(name, names()));
      }
    };
  }

  private static SloTarget availability(String text) {
    String expected = "a percentage such as \"99.9%\"";
    Matcher share = PERCENT.matcher(text);
    if (!share.matches() || share.group(2) != null) {
      throw notUnderstood(text, expected);
    }
    return new SloTarget.AtLeast(percent(share, text));
  }

  private static SloTarget quality(String text) {
    String expected = "a percentage and a word, such as \"99.5% completeness\"";
    Matcher quality = PERCENT.matcher(text);
    if (!quality.matches() || quality.group(2) == null) {
      throw notUnderstood(text, expected);
    }
    return new SloTarget.Quality(percent(quality, text), quality.group(2));
  }

  private static SloTarget deviation(String text) {
    Matcher deviation = DEVIATION.matcher(text);
    if (!deviation.matches()) {
      throw notUnderstood(text, "a deviation such as \"±0.5%\"");
    }
    return new SloTarget.Deviation(
        percent(deviation, text), deviation.group(2) == null ? "" : deviation.group(2));
  }

  /** The names that are understood, for messages. */
  public static String names() {
    return "availability, latency_p99 (or another percentile), freshness, data_quality, accuracy";
  }

  private static Duration duration(String text) {
    Matcher match = DURATION.matcher(text);
    String expected =
        "a number and a unit (milliseconds, seconds, minutes, hours, days), such as \"15 minutes\"";
    if (!match.matches()) {
      throw notUnderstood(text, expected);
    }
    String unit = match.group(2).toLowerCase(java.util.Locale.ROOT);
    Long nanos = NANOS.get(unit);
    if (nanos == null && unit.length() > 3 && unit.endsWith("s")) {
      nanos = NANOS.get(unit.substring(0, unit.length() - 1));
    }
    if (nanos == null) {
      throw notUnderstood(text, expected);
    }
    BigInteger total =
        new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(nanos)).toBigInteger();
    if (total.signum() <= 0) {
      throw notUnderstood(text, "a duration above zero");
    }
    BigInteger[] parts = total.divideAndRemainder(BigInteger.valueOf(1_000_000_000L));
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }

  private static BigDecimal percent(Matcher match, String text) {
    BigDecimal percent = new BigDecimal(match.group(1));
    if (percent.signum() <= 0 || percent.compareTo(HUNDRED) > 0) {
      throw notUnderstood(text, "a percentage above 0 and at most 100");
    }
    return percent;
  }

  private static InvalidInputException notUnderstood(String text, String expected) {
    return new InvalidInputException(
        "\"%s\" is not understood; expected %s".formatted(text, expected));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Slo that && name.equals(that.name) && target.equals(that.target);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + target.hashCode();
  }

  @Override
  public String toString() {
    return name + ": " + text;
  }
}

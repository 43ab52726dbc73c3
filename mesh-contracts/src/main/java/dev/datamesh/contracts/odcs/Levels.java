package dev.datamesh.contracts.odcs;

import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.Promises;
import dev.datamesh.contracts.Promises.Better;
import dev.datamesh.contracts.Promises.Promise;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes service levels comparable: one number each, and which numbers are better. */
final class Levels {

  private static final Map<String, Better> BETTER =
      Map.ofEntries(
          Map.entry("availability", Better.HIGHER),
          Map.entry("throughput", Better.HIGHER),
          Map.entry("retention", Better.HIGHER),
          Map.entry("frequency", Better.HIGHER),
          Map.entry("endofsupport", Better.HIGHER),
          Map.entry("endoflife", Better.HIGHER),
          Map.entry("errorrate", Better.LOWER),
          Map.entry("generalavailability", Better.LOWER),
          Map.entry("latency", Better.LOWER),
          Map.entry("freshness", Better.LOWER),
          Map.entry("timetodetect", Better.LOWER),
          Map.entry("timetonotify", Better.LOWER),
          Map.entry("timetorepair", Better.LOWER),
          Map.entry("timeofavailability", Better.LOWER));

  private static final BigDecimal DAY = BigDecimal.valueOf(86_400);

  private static final Map<String, BigDecimal> SECONDS =
      Map.ofEntries(
          Map.entry("ms", new BigDecimal("0.001")),
          Map.entry("s", BigDecimal.ONE),
          Map.entry("sec", BigDecimal.ONE),
          Map.entry("second", BigDecimal.ONE),
          Map.entry("seconds", BigDecimal.ONE),
          Map.entry("m", BigDecimal.valueOf(60)),
          Map.entry("min", BigDecimal.valueOf(60)),
          Map.entry("minute", BigDecimal.valueOf(60)),
          Map.entry("minutes", BigDecimal.valueOf(60)),
          Map.entry("h", BigDecimal.valueOf(3600)),
          Map.entry("hr", BigDecimal.valueOf(3600)),
          Map.entry("hour", BigDecimal.valueOf(3600)),
          Map.entry("hours", BigDecimal.valueOf(3600)),
          Map.entry("d", DAY),
          Map.entry("day", DAY),
          Map.entry("days", DAY),
          Map.entry("w", DAY.multiply(BigDecimal.valueOf(7))),
          Map.entry("week", DAY.multiply(BigDecimal.valueOf(7))),
          Map.entry("weeks", DAY.multiply(BigDecimal.valueOf(7))),
          Map.entry("month", DAY.multiply(new BigDecimal("30.436875"))),
          Map.entry("months", DAY.multiply(new BigDecimal("30.436875"))),
          Map.entry("y", DAY.multiply(new BigDecimal("365.2425"))),
          Map.entry("yr", DAY.multiply(new BigDecimal("365.2425"))),
          Map.entry("year", DAY.multiply(new BigDecimal("365.2425"))),
          Map.entry("years", DAY.multiply(new BigDecimal("365.2425"))));

  private Levels() {}

  static Promises promises(List<OdcsLevel> levels) {
    List<Promise> promises = new ArrayList<>();
    for (OdcsLevel level : levels) {
      promise(level)
          .filter(made -> promises.stream().noneMatch(known -> known.name().equals(made.name())))
          .ifPresent(promises::add);
    }
    return new Promises(promises);
  }

  private static Optional<Promise> promise(OdcsLevel level) {
    String word = level.property().toLowerCase(Locale.ROOT);
    Better better = BETTER.get(word);
    if (better == null) {
      return Optional.empty();
    }
    BigDecimal factor = SECONDS.get(level.unit().strip().toLowerCase(Locale.ROOT));
    // "frequency 2 d" is every second day: with a unit of time it is a period, and short is better.
    Better direction = word.equals("frequency") && factor != null ? Better.LOWER : better;
    return number(level.value())
        .map(
            value ->
                new Promise(
                    name(level),
                    level.text(),
                    factor == null ? value : value.multiply(factor),
                    direction,
                    new Place(level.pointer(), level.position())));
  }

  private static String name(OdcsLevel level) {
    return level.property()
        + (level.element().isEmpty() ? "" : " of " + level.element())
        + (level.driver().isEmpty() ? "" : " (" + level.driver() + ")");
  }

  private static Optional<BigDecimal> number(String text) {
    String bare = text.strip().replaceFirst("\\s*%$", "");
    try {
      if (bare.matches("\\d{1,2}:\\d{2}(:\\d{2})?([Zz]|[+-]\\d{2}:\\d{2})")) {
        OffsetTime time = OffsetTime.parse(bare.length() == 5 ? bare + "Z" : bare);
        return Optional.of(
            BigDecimal.valueOf(
                time.withOffsetSameInstant(ZoneOffset.UTC).toLocalTime().toSecondOfDay()));
      }
      Optional<LocalDate> day = OdcsDates.find(bare);
      return day.isPresent()
          ? Optional.of(BigDecimal.valueOf(day.get().toEpochDay()))
          : bare.length() > 40 ? Optional.empty() : Optional.of(new BigDecimal(bare));
    } catch (NumberFormatException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}

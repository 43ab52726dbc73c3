package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.Promises;
import dev.datamesh.contracts.Promises.Better;
import dev.datamesh.contracts.Promises.Promise;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The {@code x-} words of data products: service levels, tier, rate limits, domain. */
public final class ContractExtensions {

  private static final List<String> TIERS = List.of("bronze", "silver", "gold", "platinum");

  /** Units of time in seconds. */
  private static final Map<String, BigDecimal> SECONDS =
      Map.ofEntries(
          Map.entry("ms", new BigDecimal("0.001")),
          Map.entry("millisecond", new BigDecimal("0.001")),
          Map.entry("s", BigDecimal.ONE),
          Map.entry("sec", BigDecimal.ONE),
          Map.entry("second", BigDecimal.ONE),
          Map.entry("m", BigDecimal.valueOf(60)),
          Map.entry("min", BigDecimal.valueOf(60)),
          Map.entry("minute", BigDecimal.valueOf(60)),
          Map.entry("h", BigDecimal.valueOf(3600)),
          Map.entry("hour", BigDecimal.valueOf(3600)),
          Map.entry("d", BigDecimal.valueOf(86400)),
          Map.entry("day", BigDecimal.valueOf(86400)));

  private ContractExtensions() {}

  /** A version as it is written, where it can be read as one. */
  public static Optional<SemanticVersion> version(String text) {
    try {
      return Optional.of(SemanticVersion.of(text));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  /** Whether the words say that this is the port of a data product. */
  public static boolean isDataProduct(Node holder) {
    return holder.find("x-domain").isPresent()
        || holder.find("x-slo").isPresent()
        || holder.find("x-tier").isPresent();
  }

  /** The promises among a node's extensions. */
  public static Promises promises(Node holder, String pointer) {
    List<Promise> all = new ArrayList<>();
    if (holder.find("x-slo").orElse(null) instanceof Node.Mapping slo) {
      levels(slo, "", pointer + "/x-slo", all);
    }
    holder.find("x-tier").flatMap(tier -> tier(tier, pointer + "/x-tier")).ifPresent(all::add);
    all.addAll(rateLimits(holder, pointer, ""));
    return new Promises(all);
  }

  /** Levels may be grouped, such as {@code latency: {p99: 900 ms}}. */
  private static void levels(Node.Mapping slo, String group, String pointer, List<Promise> all) {
    slo.entries()
        .forEach(
            (name, entry) -> {
              String at = pointer + "/" + SchemaCompiler.escape(name);
              if (entry.value() instanceof Node.Mapping inner && all.size() < 1_000) {
                levels(inner, group + name + " ", at, all);
              } else {
                level(group + name, entry.value(), at).ifPresent(all::add);
              }
            });
  }

  /** The rate limits at one place; the prefix tells operations apart. */
  public static List<Promise> rateLimits(Node holder, String pointer, String prefix) {
    List<Promise> all = new ArrayList<>();
    Node limit = holder.find("x-rate-limit").orElse(null);
    if (limit instanceof Node.Num || limit instanceof Node.Text) {
      amount(limit.text().orElse(limit.toString()))
          .ifPresent(
              value ->
                  all.add(
                      new Promise(
                          prefix + "rate-limit",
                          limit.text().orElse(limit.toString()),
                          value,
                          Better.HIGHER,
                          new Place(pointer + "/x-rate-limit", limit.position()))));
    }
    if (limit instanceof Node.Mapping limits) {
      limits
          .entries()
          .forEach(
              (name, entry) -> {
                if (entry.value() instanceof Node.Num number) {
                  all.add(
                      new Promise(
                          prefix + "rate-limit " + name,
                          number.toString(),
                          number.value(),
                          Better.HIGHER,
                          new Place(pointer + "/x-rate-limit/" + name, entry.value().position())));
                }
              });
    }
    return all;
  }

  private static Optional<Promise> tier(Node tier, String pointer) {
    String text = tier.text().orElse("");
    int rank = TIERS.indexOf(text.toLowerCase(Locale.ROOT));
    return rank < 0
        ? Optional.empty()
        : Optional.of(
            new Promise(
                "tier",
                text,
                BigDecimal.valueOf(rank),
                Better.HIGHER,
                new Place(pointer, tier.position())));
  }

  /**
   * Latencies, ages and tolerances are better low; availability, completeness and the like high.
   */
  private static Optional<Promise> level(String name, Node value, String pointer) {
    String text = value.text().orElse(value.toString());
    Optional<BigDecimal> amount =
        value instanceof Node.Num number ? Optional.of(number.value()) : amount(text);
    String lower = name.toLowerCase(Locale.ROOT);
    boolean low =
        lower.contains("latency")
            || lower.contains("freshness")
            || lower.contains("staleness")
            || lower.contains("delay")
            || lower.contains("error")
            || (lower.contains("time") && !lower.contains("uptime"))
            || text.contains("±")
            || text.contains("+-");
    return amount.map(
        number ->
            new Promise(
                name,
                text,
                number,
                low ? Better.LOWER : Better.HIGHER,
                new Place(pointer, value.position())));
  }

  /** {@code 99.9%}, {@code 15 minutes}, {@code <15 minutes}, {@code ±0.5 %}, {@code PT15M}. */
  static Optional<BigDecimal> amount(String text) {
    String bare = text.strip();
    if (bare.startsWith("PT") || bare.startsWith("P")) {
      try {
        return Optional.of(
            BigDecimal.valueOf(java.time.Duration.parse(bare).toMillis()).movePointLeft(3));
      } catch (java.time.DateTimeException e) {
        return Optional.empty();
      }
    }
    int start = 0;
    while (start < bare.length() && !Character.isDigit(bare.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < bare.length()
        && (Character.isDigit(bare.charAt(end)) || bare.charAt(end) == '.')) {
      end++;
    }
    if (start == end || end - start > 30) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(bare.substring(start, end));
      String[] rest = bare.substring(end).strip().toLowerCase(Locale.ROOT).split("[ ,;]+");
      String unit = rest.length == 0 ? "" : rest[0];
      BigDecimal factor = SECONDS.get(unit);
      if (factor == null && unit.endsWith("s")) {
        factor = SECONDS.get(unit.substring(0, unit.length() - 1));
      }
      return Optional.of(factor == null ? number : number.multiply(factor));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

package dev.datamesh.contracts.regex;

import java.util.Map;

/** The Unicode properties that patterns ask for: general categories, scripts, a few binary ones. */
final class UnicodeProperty {

  private static final Map<String, String> CATEGORIES =
      Map.ofEntries(
          Map.entry("letter", "l"),
          Map.entry("uppercaseletter", "lu"),
          Map.entry("lowercaseletter", "ll"),
          Map.entry("titlecaseletter", "lt"),
          Map.entry("modifierletter", "lm"),
          Map.entry("otherletter", "lo"),
          Map.entry("mark", "m"),
          Map.entry("number", "n"),
          Map.entry("decimalnumber", "nd"),
          Map.entry("digit", "nd"),
          Map.entry("letternumber", "nl"),
          Map.entry("othernumber", "no"),
          Map.entry("punctuation", "p"),
          Map.entry("symbol", "s"),
          Map.entry("separator", "z"),
          Map.entry("other", "c"),
          Map.entry("control", "cc"));

  /** By {@link Character#getType(int)}. */
  private static final String[] BY_TYPE = {
    "cn", "lu", "ll", "lt", "lm", "lo", "mn", "me", "mc", "nd", "nl", "no", "", "zs", "zl", "zp",
    "cc", "cf", "", "co", "cs", "pd", "ps", "pe", "pc", "po", "sm", "sc", "sk", "so", "pi", "pf"
  };

  private UnicodeProperty() {}

  static CharSet named(String key, String asWritten) {
    int equals = key.indexOf('=');
    if (equals >= 0) {
      String property = key.substring(0, equals);
      String value = key.substring(equals + 1);
      if (property.equals("script") || property.equals("sc")) {
        return script(value, asWritten);
      }
      if (property.equals("generalcategory") || property.equals("gc")) {
        return category(value, asWritten);
      }
      throw unknown(asWritten);
    }
    return switch (key) {
      case "any" -> CharSet.ALL;
      case "ascii" -> CharSet.range(0, 127);
      case "alphabetic", "alpha" -> CharSet.matching(Character::isAlphabetic);
      case "uppercase", "upper" -> CharSet.matching(Character::isUpperCase);
      case "lowercase", "lower" -> CharSet.matching(Character::isLowerCase);
      default -> category(key, asWritten);
    };
  }

  private static CharSet category(String key, String asWritten) {
    String wanted = CATEGORIES.getOrDefault(key, key);
    CharSet set = CharSet.matching(c -> BY_TYPE[Character.getType(c)].startsWith(wanted));
    if (wanted.length() > 2 || set.isEmpty()) {
      throw unknown(asWritten);
    }
    return set;
  }

  private static CharSet script(String name, String asWritten) {
    try {
      Character.UnicodeScript script = Character.UnicodeScript.forName(name);
      return CharSet.matching(c -> Character.UnicodeScript.of(c) == script);
    } catch (IllegalArgumentException e) {
      throw unknown(asWritten);
    }
  }

  private static UnsupportedPattern unknown(String asWritten) {
    return new UnsupportedPattern("the property \\p{" + asWritten + "} is not known");
  }
}

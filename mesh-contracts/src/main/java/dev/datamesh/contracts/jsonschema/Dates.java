package dev.datamesh.contracts.jsonschema;

/** Dates and times as RFC 3339 writes them, durations as ISO 8601 does. */
final class Dates {

  private Dates() {}

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static int two(String text, int at) {
    return isDigit(text.charAt(at)) && isDigit(text.charAt(at + 1))
        ? (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0'
        : -1;
  }

  static boolean isDate(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return false;
    }
    int century = two(text, 0);
    int rest = two(text, 2);
    int month = two(text, 5);
    int day = two(text, 8);
    if (century < 0 || rest < 0 || month < 1 || month > 12 || day < 1) {
      return false;
    }
    return day <= java.time.YearMonth.of(century * 100 + rest, month).lengthOfMonth();
  }

  /** A leap second only stands at 23:59:60 in UTC. */
  static boolean isTime(String text) {
    if (text.length() < 9 || text.charAt(2) != ':' || text.charAt(5) != ':') {
      return false;
    }
    int hour = two(text, 0);
    int minute = two(text, 3);
    int second = two(text, 6);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
      return false;
    }
    int at = 8;
    if (text.charAt(at) == '.') {
      int start = ++at;
      while (at < text.length() && isDigit(text.charAt(at))) {
        at++;
      }
      if (at == start) {
        return false;
      }
    }
    int offset = offset(text, at);
    if (offset == Integer.MIN_VALUE) {
      return false;
    }
    return second < 60 || Math.floorMod(hour * 60 + minute - offset, 1440) == 1439;
  }

  /** Minutes east of UTC; the smallest integer where it is no offset. */
  private static int offset(String text, int at) {
    if (at == text.length() - 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
      return 0;
    }
    if (at != text.length() - 6
        || text.charAt(at + 3) != ':'
        || (text.charAt(at) != '+' && text.charAt(at) != '-')) {
      return Integer.MIN_VALUE;
    }
    int hours = two(text, at + 1);
    int minutes = two(text, at + 4);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    return (text.charAt(at) == '-' ? -1 : 1) * (hours * 60 + minutes);
  }

  static boolean isDateTime(String text) {
    return text.length() > 11
        && (text.charAt(10) == 'T' || text.charAt(10) == 't')
        && isDate(text.substring(0, 10))
        && isTime(text.substring(11));
  }

  static boolean isDuration(String text) {
    if (text.length() < 3 || text.charAt(0) != 'P') {
      return false;
    }
    if (text.endsWith("W")) {
      return text.substring(1, text.length() - 1).chars().allMatch(Dates::isDigit);
    }
    int time = text.indexOf('T');
    String days = time < 0 ? text.substring(1) : text.substring(1, time);
    String hours = time < 0 ? "" : text.substring(time + 1);
    if (time >= 0 && hours.isEmpty()) {
      return false;
    }
    return isUnits(days, "YMD") && isUnits(hours, "HMS") && !(days.isEmpty() && hours.isEmpty());
  }

  /** Numbers with units in the given order, none left out between two that are there. */
  private static boolean isUnits(String text, String units) {
    int last = -1;
    int i = 0;
    while (i < text.length()) {
      int start = i;
      while (i < text.length() && isDigit(text.charAt(i))) {
        i++;
      }
      if (i == start || i == text.length()) {
        return false;
      }
      int unit = units.indexOf(text.charAt(i++));
      if (unit < 0 || unit <= last || (last >= 0 && unit != last + 1)) {
        return false;
      }
      last = unit;
    }
    return true;
  }
}

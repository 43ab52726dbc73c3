package dev.datamesh.core.frame;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Dates and times as numbers, and their ISO-8601 texts. Microseconds throughout. */
final class Times {

  /** What no time is: the sign that a text could not be read. */
  static final long NONE = Long.MIN_VALUE;

  static final long SECOND = 1_000_000L;
  static final long DAY = 86_400L * SECOND;

  /** 0001-01-01T00:00:00Z and the last microsecond of 9999. */
  static final long EARLIEST = -62_135_596_800L * SECOND;

  static final long LATEST = 253_402_300_800L * SECOND - 1;

  private Times() {}

  static boolean inRange(long micros) {
    return micros >= EARLIEST && micros <= LATEST;
  }

  /** Microseconds since 1970, or {@link #NONE} outside the years 1 to 9999. */
  static long micros(Instant instant, Rounding rounding) {
    return micros(instant.getEpochSecond(), instant.getNano(), rounding);
  }

  private static long micros(long seconds, int nanos, Rounding rounding) {
    if (seconds < EARLIEST / SECOND || seconds > LATEST / SECOND) {
      return NONE;
    }
    int whole = nanos / 1000;
    if (rounding == Rounding.UP && whole * 1000 != nanos) {
      whole++;
    }
    long micros = seconds * SECOND + whole;
    return inRange(micros) ? micros : NONE;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1000);
  }

  static LocalDateTime local(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, SECOND), (int) Math.floorMod(micros, SECOND) * 1000, ZoneOffset.UTC);
  }

  static long micros(LocalDateTime local, Rounding rounding) {
    return micros(local.toInstant(ZoneOffset.UTC), rounding);
  }

  static LocalTime time(long micros) {
    return LocalTime.ofNanoOfDay(micros * 1000);
  }

  /** Reads {@code 2024-02-29} as days since 1970, or {@link #NONE}. */
  static long date(char[] text, int at, int length) {
    if (length != 10 || text[at + 4] != '-' || text[at + 7] != '-') {
      return NONE;
    }
    int year = digits(text, at, 4);
    int month = digits(text, at + 5, 2);
    int day = digits(text, at + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
      return NONE;
    }
    return epochDay(year, month, day);
  }

  /** Reads a time of day as microseconds, or {@link #NONE}. */
  static long timeOfDay(char[] text, int at, int length, Rounding rounding) {
    Clock clock = new Clock();
    if (clock.read(text, at, at + length) != at + length) {
      return NONE;
    }
    long micros = clock.micros(rounding);
    return micros < DAY ? micros : NONE;
  }

  /**
   * Reads a date and time, the zone where {@code withZone} asks for one: {@code
   * 2024-02-29T12:00:00.123456Z}, {@code 2024-02-29 12:00+01:00}, {@code …[Europe/Berlin]}. A time
   * without a zone needs the conversion's.
   */
  static long timestamp(char[] text, int at, int length, Conversion conversion, boolean withZone) {
    int end = at + length;
    long day = length >= 10 ? date(text, at, 10) : NONE;
    if (day == NONE) {
      return NONE;
    }
    if (length == 10) {
      return finish(day * DAY, conversion, withZone);
    }
    if (text[at + 10] != 'T' && text[at + 10] != ' ' && text[at + 10] != 't') {
      return NONE;
    }
    Clock clock = new Clock();
    int next = clock.read(text, at + 11, end);
    if (next < 0) {
      return NONE;
    }
    long micros = day * DAY + clock.micros(conversion.rounding());
    if (next == end) {
      return finish(micros, conversion, withZone);
    }
    if (!withZone) {
      return NONE;
    }
    int offset = offset(text, next, end);
    if (offset == Integer.MIN_VALUE) {
      return named(new String(text, at, length), conversion.rounding());
    }
    micros -= offset * SECOND;
    return inRange(micros) ? micros : NONE;
  }

  private static long finish(long local, Conversion conversion, boolean withZone) {
    if (!inRange(local)) {
      return NONE;
    }
    if (!withZone) {
      return local;
    }
    if (conversion.zone() == null) {
      return NONE;
    }
    Instant instant = local(local).atZone(conversion.zone()).toInstant();
    return micros(instant, conversion.rounding());
  }

  private static long named(String text, Rounding rounding) {
    try {
      return micros(ZonedDateTime.parse(text.replace(' ', 'T')).toInstant(), rounding);
    } catch (DateTimeException e) {
      return NONE;
    }
  }

  /** Seconds east of Greenwich, or the smallest integer where this is no offset. */
  private static int offset(char[] text, int at, int end) {
    if ((text[at] == 'Z' || text[at] == 'z') && at + 1 == end) {
      return 0;
    }
    if (text[at] != '+' && text[at] != '-') {
      return Integer.MIN_VALUE;
    }
    int length = end - at;
    int hours = length >= 3 ? digits(text, at + 1, 2) : -1;
    int minutes = 0;
    if (length == 6 && text[at + 3] == ':') {
      minutes = digits(text, at + 4, 2);
    } else if (length == 5) {
      minutes = digits(text, at + 3, 2);
    } else if (length != 3) {
      hours = -1;
    }
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    int seconds = hours * 3600 + minutes * 60;
    return text[at] == '-' ? -seconds : seconds;
  }

  /** The number of so many digits, or -1. */
  private static int digits(char[] text, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static int daysIn(int year, int month) {
    boolean leap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    return switch (month) {
      case 2 -> leap ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Days since 1970 of a date of the proleptic Gregorian calendar, counting years from March. */
  private static long epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(y, 400);
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }

  /** Writes {@code 2024-02-29T12:00:00Z}, six digits behind the point where there are any. */
  static String text(long micros, boolean withZone) {
    StringBuilder text = new StringBuilder(27);
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, DAY));
    text.append(date).append('T');
    timeText(text, Math.floorMod(micros, DAY));
    return withZone ? text.append('Z').toString() : text.toString();
  }

  static void timeText(StringBuilder text, long microsOfDay) {
    int seconds = (int) (microsOfDay / SECOND);
    two(text, seconds / 3600).append(':');
    two(text, seconds / 60 % 60).append(':');
    two(text, seconds % 60);
    int fraction = (int) (microsOfDay % SECOND);
    if (fraction != 0) {
      text.append('.');
      for (int unit = 100_000; unit > 0; unit /= 10) {
        text.append((char) ('0' + fraction / unit % 10));
      }
    }
  }

  private static StringBuilder two(StringBuilder text, int value) {
    return text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }

  /** A time of day under way. */
  private static final class Clock {

    private long seconds;
    private int nanos;
    private boolean more;

    /** Reads {@code hh:mm[:ss[.fraction]]} and answers where it ends, or -1. */
    int read(char[] text, int at, int end) {
      if (end - at < 5 || text[at + 2] != ':') {
        return -1;
      }
      int hour = digits(text, at, 2);
      int minute = digits(text, at + 3, 2);
      if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
        return -1;
      }
      seconds = hour * 3600L + minute * 60L;
      int next = at + 5;
      if (next < end && text[next] == ':') {
        int second = end - next >= 3 ? digits(text, next + 1, 2) : -1;
        if (second < 0 || second > 59) {
          return -1;
        }
        seconds += second;
        next += 3;
        if (next < end && (text[next] == '.' || text[next] == ',')) {
          next = fraction(text, next + 1, end);
        }
      }
      return next;
    }

    private int fraction(char[] text, int at, int end) {
      int unit = 100_000_000;
      int next = at;
      for (; next < end && text[next] >= '0' && text[next] <= '9'; next++) {
        nanos += (text[next] - '0') * unit;
        more |= unit == 0 && text[next] != '0';
        unit /= 10;
      }
      return next == at ? -1 : next;
    }

    long micros(Rounding rounding) {
      long micros = seconds * SECOND + nanos / 1000;
      return rounding == Rounding.UP && (nanos % 1000 != 0 || more) ? micros + 1 : micros;
    }
  }
}

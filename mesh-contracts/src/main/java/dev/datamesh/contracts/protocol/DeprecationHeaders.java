package dev.datamesh.contracts.protocol;

import dev.datamesh.core.InvalidInputException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The response headers of a version that will go: {@code Deprecation} (RFC 9745), {@code Sunset}
 * (RFC 8594, an HTTP-date of RFC 9110), {@code Link} to the successor. Immutable.
 *
 * @param deprecation since when the version is deprecated; may lie in the future
 * @param sunset when it may be gone; not before the deprecation
 * @param successor address of the version that follows; empty for none
 * @param form which headers
 */
public record DeprecationHeaders(Instant deprecation, Instant sunset, String successor, Form form) {

  /** Which generation of headers. */
  public enum Form {
    /** {@code Deprecation: @epoch}. */
    STANDARD,
    /** {@code Deprecation: true} and the obsolete {@code Warning: 299}, for old clients. */
    LEGACY
  }

  /** Always GMT and two digits of the day, whatever the locale. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  public DeprecationHeaders {
    if (sunset.isBefore(deprecation)) {
      throw new InvalidInputException(
          "Cannot write headers, the sunset %s lies before the deprecation %s; move the sunset"
              .formatted(sunset, deprecation));
    }
    for (int i = 0; i < successor.length(); i++) {
      char c = successor.charAt(i);
      if (c <= ' ' || c == '<' || c == '>' || c == '"' || c > '~') {
        throw new InvalidInputException(
            "Cannot write headers, the successor's address holds a character that no URI has: \"%s\""
                .formatted(successor.replaceAll("\\p{Cntrl}", "?")));
      }
    }
  }

  /** The headers by name, in the order in which they are sent. */
  public Map<String, String> toMap() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Deprecation", form == Form.STANDARD ? "@" + deprecation.getEpochSecond() : "true");
    headers.put("Sunset", httpDate(sunset));
    if (!successor.isEmpty()) {
      headers.put("Link", "<" + successor + ">; rel=\"successor-version\"");
    }
    if (form == Form.LEGACY) {
      headers.put(
          "Warning",
          "299 - \"This version will be retired on %s%s\""
              .formatted(
                  sunset.atZone(ZoneOffset.UTC).toLocalDate(),
                  successor.isEmpty() ? "" : "; migrate to " + successor));
    }
    return headers;
  }

  /** An instant as RFC 9110 writes it: {@code Sat, 15 Jul 2028 00:00:00 GMT}. */
  public static String httpDate(Instant instant) {
    return HTTP_DATE.format(instant);
  }

  /** A header a line, as HTTP/1.1 sends them. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    toMap().forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }
}

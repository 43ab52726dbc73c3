package dev.datamesh.contracts.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.SemanticVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeprecationHeadersTest {

  private static final String NEXT = "https://api.company.com/ventas/v3/daily-revenue";

  private static DeprecationHeaders headers(DeprecationHeaders.Form form) {
    return new DeprecationHeaders(
        Instant.parse("2024-01-15T00:00:00Z"), Instant.parse("2024-07-15T00:00:00Z"), NEXT, form);
  }

  @Test
  void standardHeadersAreThoseOfTheRfcs() {
    assertThat(headers(DeprecationHeaders.Form.STANDARD).toString())
        .isEqualTo(
            """
            Deprecation: @1705276800
            Sunset: Mon, 15 Jul 2024 00:00:00 GMT
            Link: <https://api.company.com/ventas/v3/daily-revenue>; rel="successor-version"
            """);
  }

  @Test
  void theOlderFormComesByOption() {
    assertThat(headers(DeprecationHeaders.Form.LEGACY).toMap())
        .containsEntry("Deprecation", "true")
        .containsEntry("Sunset", "Mon, 15 Jul 2024 00:00:00 GMT")
        .hasEntrySatisfying("Warning", text -> assertThat(text).startsWith("299 - \"This version"));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "2024-02-29T23:59:59Z | Thu, 29 Feb 2024 23:59:59 GMT",
        "2026-03-01T00:00:00Z | Sun, 01 Mar 2026 00:00:00 GMT",
        "1994-11-06T08:49:37Z | Sun, 06 Nov 1994 08:49:37 GMT",
        "2100-02-28T12:00:00Z | Sun, 28 Feb 2100 12:00:00 GMT"
      })
  void httpDatesAreInEnglishAndGmt(Instant instant, String text) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(DeprecationHeaders.httpDate(instant)).isEqualTo(text);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theProvidersMidnightIsAnotherHourInGmt() {
    BreakingChange change =
        BreakingChange.of("a.b", SemanticVersion.of("1.0.0"), SemanticVersion.of("2.0.0"))
            .announcedOn(LocalDate.of(2026, 1, 15), ZoneId.of("America/Bogota"))
            .withSuccessor(NEXT);

    assertThat(change.findHeaders(Instant.parse("2026-02-14T04:59:59Z"))).isEmpty();
    assertThat(change.findHeaders(Instant.parse("2026-02-14T05:00:00Z")).orElseThrow().toMap())
        .containsEntry("Deprecation", "@1771045200")
        .containsEntry("Sunset", "Fri, 14 Aug 2026 05:00:00 GMT");
  }

  @Test
  void aSunsetBeforeItsDeprecationIsRefused() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    assertThatThrownBy(
            () ->
                new DeprecationHeaders(
                    now, now.minusSeconds(1), "", DeprecationHeaders.Form.STANDARD))
        .hasMessageContaining("lies before the deprecation");
    assertThat(new DeprecationHeaders(now, now, "", DeprecationHeaders.Form.STANDARD).toMap())
        .hasSize(2);
  }

  @Test
  void anAddressCannotSmuggleAnotherHeader() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    assertThatThrownBy(
            () ->
                new DeprecationHeaders(
                    now, now, "https://x/\r\nSet-Cookie: a", DeprecationHeaders.Form.STANDARD))
        .hasMessageContaining("no URI has");
  }
}

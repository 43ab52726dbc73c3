package dev.datamesh.examples.marketplace.retail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionsTest {

  @ParameterizedTest
  @CsvSource({
    "United Kingdom, EU",
    "EIRE, EU",
    "USA, NA",
    "Brazil, LATAM",
    "Hong Kong, APAC",
    "RSA, AFRICA",
    "Bahrain, MIDDLE_EAST",
    "Unspecified, UNSPECIFIED",
    "Atlantis, UNSPECIFIED"
  })
  void aCountryBelongsToOneRegion(String country, String region) {
    assertThat(Regions.of(country)).isEqualTo(region);
  }
}

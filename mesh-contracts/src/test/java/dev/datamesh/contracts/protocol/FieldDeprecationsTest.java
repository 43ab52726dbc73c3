package dev.datamesh.contracts.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.contracts.protocol.Refusal.Rule;
import dev.datamesh.core.document.DocumentReader;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class FieldDeprecationsTest {

  private static FieldDeprecations in(String yaml) {
    return FieldDeprecations.in(DocumentReader.standard().read(yaml, "contract.yaml"));
  }

  private static final String OPENAPI =
      """
      openapi: 3.1.0
      components:
        schemas:
          Revenue:
            properties:
              total:
                type: number
                deprecated: true
                x-sunset: "2026-08-14"
                x-replacement: revenue_gross
              region: {type: string, deprecated: false}
              old_note: {type: string, deprecated: true}
            example: {deprecated: true}
      """;

  private static final String TOTAL = "/components/schemas/Revenue/properties/total";

  @Test
  void fieldsOfOpenApiAreFoundWithSunsetAndReplacement() {
    FieldDeprecations found = in(OPENAPI);

    assertThat(found.all()).extracting(FieldDeprecation::name).containsExactly("total", "old_note");
    FieldDeprecation total = found.find(TOTAL).orElseThrow();
    assertThat(total.sunset()).isEqualTo(LocalDate.of(2026, 8, 14));
    assertThat(total.replacement()).isEqualTo("revenue_gross");
    assertThat(total.position().line()).isEqualTo(7);
  }

  @Test
  void columnsOfOdcsAreFoundByTheirCustomProperties() {
    FieldDeprecations found =
        in(
            """
            schema:
              - name: orders
                properties:
                  - name: total
                    customProperties:
                      - {property: deprecated, value: true}
                      - {property: sunset, value: "2026-08-14T23:30:00-05:00"}
            """);

    assertThat(found.all()).hasSize(1);
    assertThat(found.all().get(0).name()).isEqualTo("total");
    assertThat(found.all().get(0).sunset()).isEqualTo(LocalDate.of(2026, 8, 15));
  }

  @Test
  void removalNeedsDeprecationAndSunset() {
    FieldDeprecations found = in(OPENAPI);

    assertThat(found.removal(TOTAL, LocalDate.of(2026, 8, 13)).refusals())
        .extracting(Refusal::rule)
        .containsExactly(Rule.REMOVAL_BEFORE_SUNSET);
    assertThat(found.removal(TOTAL, LocalDate.of(2026, 8, 14)).isAllowed()).isTrue();
    assertThat(
            found
                .removal("/components/schemas/Revenue/properties/region", LocalDate.of(2030, 1, 1))
                .refusals())
        .extracting(Refusal::rule)
        .containsExactly(Rule.REMOVAL_WITHOUT_DEPRECATION);
  }

  @Test
  void anEarlierSunsetInTheNewVersionIsRefused() {
    FieldDeprecations newer = in(OPENAPI.replace("2026-08-14", "2026-08-13"));

    assertThat(in(OPENAPI).movedEarlierIn(newer))
        .extracting(Refusal::rule)
        .containsExactly(Rule.SUNSET_MOVED_EARLIER);
    assertThat(newer.movedEarlierIn(in(OPENAPI))).isEmpty();
  }

  @Test
  void aSunsetThatIsNoDateIsReportedWithItsPlace() {
    assertThatThrownBy(() -> in(OPENAPI.replace("2026-08-14", "2026-02-30")))
        .hasMessageContaining("contract.yaml:9")
        .hasMessageContaining("is no date");
  }
}

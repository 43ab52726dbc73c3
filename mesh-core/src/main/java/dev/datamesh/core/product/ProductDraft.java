package dev.datamesh.core.product;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A product as a document has it, before it is one: what is not there is null. What values must be
 * like stands here; what they mean is read once none of this is a problem.
 */
record ProductDraft(
    @DecimalMin(value = "0", message = ProductDraft.SCORE)
        @DecimalMax(value = "1", message = ProductDraft.SCORE)
        @Nullable BigDecimal qualityScore,
    List<@Valid ConsumerDraft> consumers,
    List<@Valid InputDraft> inputs,
    List<@Valid PortDraft> ports,
    List<@Valid CostDraft> costs,
    List<@Valid MetricDraft> metrics,
    List<@Valid LinkDraft> documentation,
    List<@Valid ChangeDraft> changelog) {

  static final String SCORE = "expected a number from 0 to 1";
  private static final String MISSING = "is missing or is empty; expected ";

  /** A team that reads the product. */
  record ConsumerDraft(@NotBlank(message = MISSING + "a team's name") @Nullable String team) {}

  /** Where data comes from. */
  record InputDraft(@NotBlank(message = MISSING + "a place") @Nullable String location) {}

  /** Where the product is reached. */
  record PortDraft(
      @NotBlank(message = MISSING + PortDraft.KINDS) @Nullable String kind,
      @NotBlank(message = MISSING + "a name") @Nullable String name) {

    static final String KINDS = "input, output, discovery, observability or control";
  }

  /** What the product costs. */
  record CostDraft(
      @NotBlank(message = MISSING + "what costs") @Nullable String item,
      @NotBlank(message = MISSING + "an amount") @Nullable String monthly) {}

  /** What was measured. */
  record MetricDraft(
      @NotBlank(message = MISSING + "a name") @Nullable String name,
      @NotBlank(message = MISSING + "a value") @Nullable String value) {}

  /** Where more is told. */
  record LinkDraft(@NotBlank(message = MISSING + "an address") @Nullable String url) {}

  /** What became different in a version. */
  record ChangeDraft(@NotBlank(message = MISSING + "a version") @Nullable String version) {}
}

package dev.datamesh.core.domain;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A domain as a file has it, before it is one: what is not there is null. What values must be like
 * stands here; that names exist and are given once is checked where all domains are known.
 */
record DomainDraft(
    @NotBlank(message = DomainDraft.OWNER) @Nullable String owner,
    @Positive(message = "expected an amount above zero") @Nullable BigDecimal budgetMonthly) {

  static final String OWNER =
      "is missing or is empty; expected whom to ask, such as sales-team@company.com";
}

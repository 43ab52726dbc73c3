package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.domain.Money;

/**
 * What one item costs in a month. Immutable.
 *
 * @param item such as {@code Storage}
 * @param note such as {@code S3 Standard}, empty if none
 */
public record Cost(String item, Money monthly, String note) {

  public Cost {
    if (item.isBlank()) {
      throw new InvalidInputException("Cannot make a cost, its item is empty");
    }
  }

  public static Cost of(String item, String monthly) {
    return new Cost(item, Money.of(monthly), "");
  }
}

package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;

/**
 * Where a product takes its data from. Immutable.
 *
 * @param kind such as {@code Kafka topic} or {@code S3 batch}, empty if not told
 * @param location such as {@code s3://mesh/ventas/raw/refunds/}
 */
public record InputSource(String kind, String location) {

  public InputSource {
    if (location.isBlank()) {
      throw new InvalidInputException("Cannot make an input source, its location is empty");
    }
  }
}

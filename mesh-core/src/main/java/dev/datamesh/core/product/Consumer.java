package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;

/**
 * Somebody who uses a product. Immutable.
 *
 * @param team who
 * @param contact an address, empty if not told
 * @param channel where to write, such as {@code #finance-data}, empty if not told
 * @param version the version in use as written, empty if not told
 * @param use what for, empty if not told
 */
public record Consumer(String team, String contact, String channel, String version, String use) {

  public Consumer {
    if (team.isBlank()) {
      throw new InvalidInputException("Cannot make a consumer, its team is empty");
    }
  }

  public static Consumer of(String team, String contact, String channel, String version) {
    return new Consumer(team, contact, channel, version, "");
  }
}

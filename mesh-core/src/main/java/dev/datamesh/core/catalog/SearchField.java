package dev.datamesh.core.catalog;

import java.util.Locale;

/** A part of a product that search looks into, with its weight. */
enum SearchField {
  NAME(1, 4),
  DOMAIN(2, 2),
  OWNER(4, 1),
  DESCRIPTION(8, 1),
  TAGS(16, 2),
  COLUMNS(32, 1),
  PURPOSE(64, 1);

  private final int bit;

  /** How much one occurrence counts. */
  final int weight;

  SearchField(int bit, int weight) {
    this.bit = bit;
    this.weight = weight;
  }

  int bit() {
    return bit;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.datamesh.lineage.select;

/**
 * One word of a selection, such as {@code 2+domain:ventas+1}.
 *
 * @param family whether it began with {@code @}: descendants, and all ancestors of those
 * @param up hops against the data, {@link #NOT} for none, {@link #ANY} for however many
 * @param down hops with the data, likewise
 * @param method empty for names
 * @param place where it begins, from 1
 */
record Term(boolean family, int up, String method, String value, int down, int place) {

  static final int NOT = -1;
  static final int ANY = Integer.MAX_VALUE;
}

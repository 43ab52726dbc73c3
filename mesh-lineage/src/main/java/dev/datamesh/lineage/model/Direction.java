package dev.datamesh.lineage.model;

/** Which way a query walks. */
public enum Direction {
  /** With the data, to what is made from it. */
  DOWNSTREAM,
  /** Against the data, to what it is made from. */
  UPSTREAM;

  public Direction reversed() {
    return this == DOWNSTREAM ? UPSTREAM : DOWNSTREAM;
  }
}

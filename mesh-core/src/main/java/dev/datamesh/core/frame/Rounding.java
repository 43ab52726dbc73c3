package dev.datamesh.core.frame;

/**
 * Where an instant goes that lies between two microseconds. Event and created times go up, spine
 * and as-of times down, so that nothing leaks from the future.
 */
public enum Rounding {
  /** To the microsecond before. */
  DOWN,
  /** To the microsecond after. */
  UP
}

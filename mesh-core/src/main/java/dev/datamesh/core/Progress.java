package dev.datamesh.core;

/**
 * Hears how far long work has come and may end it. Called from the working thread about ten times a
 * second at most; must return quickly.
 */
@FunctionalInterface
public interface Progress {

  /** Hears nothing, never cancels. */
  Progress NONE = (work, done, total) -> true;

  /** How many units of work lie ahead is not known. */
  long UNKNOWN_TOTAL = -1;

  /**
   * Reports the state of the work.
   *
   * @param work what is under way, such as {@code join spend}
   * @param done units done so far, rows or edges or bytes
   * @param total units in all, or {@link #UNKNOWN_TOTAL}
   * @return false to cancel: the work ends with {@link CancelledException} and changes nothing
   */
  boolean report(String work, long done, long total);
}

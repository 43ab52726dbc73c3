package dev.datamesh.core.journal;

import java.util.List;

/**
 * What opening a journal found. Immutable.
 *
 * @param closedCleanly whether the last writer closed the journal
 * @param tornBytes bytes of an unfinished write that were cut off the end of the log
 * @param tornFile the file where they were put aside, empty if none
 * @param notes what else was found or repaired, as sentences
 */
public record Recovery(boolean closedCleanly, long tornBytes, String tornFile, List<String> notes) {

  /** A journal that was just made, or lies in memory. */
  static final Recovery NOTHING = new Recovery(true, 0, "", List.of());

  public Recovery {
    notes = List.copyOf(notes);
  }
}

package dev.datamesh.cli;

/** What the process tells its caller. */
public final class ExitCode {

  /** Done, yes, compatible. */
  public static final int YES = 0;

  /** No, breaking. */
  public static final int NO = 1;

  /** Wrong usage or unreadable input. */
  public static final int UNUSABLE = 2;

  /** Could not be decided. */
  public static final int UNKNOWN = 3;

  private ExitCode() {}
}

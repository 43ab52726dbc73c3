package dev.datamesh.core;

import org.jspecify.annotations.Nullable;

/** The caller cancelled the work before it was done; state is as before the call. */
public final class CancelledException extends MeshException {

  private static final long serialVersionUID = 1L;

  private final String work;

  public CancelledException(String message, String work) {
    this(message, work, null);
  }

  public CancelledException(String message, String work, @Nullable Throwable cause) {
    super(message, cause);
    this.work = work;
  }

  /** What was under way. */
  public String work() {
    return work;
  }
}

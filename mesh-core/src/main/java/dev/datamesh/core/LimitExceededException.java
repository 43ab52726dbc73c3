package dev.datamesh.core;

import org.jspecify.annotations.Nullable;

/** A stated limit would be passed; nothing was changed. */
public final class LimitExceededException extends MeshException {

  private static final long serialVersionUID = 1L;

  private final String limit;
  private final long allowed;

  public LimitExceededException(String message, String limit, long allowed) {
    this(message, limit, allowed, null);
  }

  public LimitExceededException(
      String message, String limit, long allowed, @Nullable Throwable cause) {
    super(message, cause);
    this.limit = limit;
    this.allowed = allowed;
  }

  /** The name of the limit, such as {@code document bytes}. */
  public String limit() {
    return limit;
  }

  /** The most that is allowed, in the unit of the limit. */
  public long allowed() {
    return allowed;
  }
}

package dev.datamesh.core;

import org.jspecify.annotations.Nullable;

/** A call on something that was closed before. */
public final class ClosedException extends MeshException {

  private static final long serialVersionUID = 1L;

  private final String closed;

  public ClosedException(String message, String closed) {
    this(message, closed, null);
  }

  public ClosedException(String message, String closed, @Nullable Throwable cause) {
    super(message, cause);
    this.closed = closed;
  }

  /** What is closed, such as {@code journal /data/catalog}. */
  public String closed() {
    return closed;
  }
}

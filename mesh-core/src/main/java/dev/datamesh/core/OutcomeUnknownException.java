package dev.datamesh.core;

import org.jspecify.annotations.Nullable;

/** A write that may or may not be durable: after reopening it is there whole or not at all. */
public final class OutcomeUnknownException extends MeshException {

  private static final long serialVersionUID = 1L;

  private final String write;

  public OutcomeUnknownException(String message, String write) {
    this(message, write, null);
  }

  public OutcomeUnknownException(String message, String write, @Nullable Throwable cause) {
    super(message, cause);
    this.write = write;
  }

  /** The write whose fate is open. */
  public String write() {
    return write;
  }
}

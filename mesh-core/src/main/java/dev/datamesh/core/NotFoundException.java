package dev.datamesh.core;

import org.jspecify.annotations.Nullable;

/** Something asked for by name does not exist; the message lists what does. */
public final class NotFoundException extends MeshException {

  private static final long serialVersionUID = 1L;

  private final String missing;

  public NotFoundException(String message, String missing) {
    this(message, missing, null);
  }

  public NotFoundException(String message, String missing, @Nullable Throwable cause) {
    super(message, cause);
    this.missing = missing;
  }

  /** The name that was asked for. */
  public String missing() {
    return missing;
  }
}

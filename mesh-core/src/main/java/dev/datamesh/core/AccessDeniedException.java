package dev.datamesh.core;

import org.jspecify.annotations.Nullable;

/** A principal asked for what its roles do not allow. */
public final class AccessDeniedException extends MeshException {

  private static final long serialVersionUID = 1L;

  private final String principal;
  private final String action;

  public AccessDeniedException(String message, String principal, String action) {
    this(message, principal, action, null);
  }

  public AccessDeniedException(
      String message, String principal, String action, @Nullable Throwable cause) {
    super(message, cause);
    this.principal = principal;
    this.action = action;
  }

  /** Who asked. */
  public String principal() {
    return principal;
  }

  /** What was asked for, such as {@code register ventas.orders}. */
  public String action() {
    return action;
  }
}

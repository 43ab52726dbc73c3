package dev.datamesh.core.catalog;

import dev.datamesh.core.access.Principal;
import java.time.Instant;
import java.util.Arrays;

/** What is kept of an API key: never the secret, only its SHA-256. Immutable. */
public final class ApiKey {

  private final String id;
  private final Principal principal;
  private final Instant issued;
  private final boolean isRevoked;
  private final byte[] hash;

  ApiKey(String id, Principal principal, Instant issued, boolean isRevoked, byte[] hash) {
    this.id = id;
    this.principal = principal;
    this.issued = issued;
    this.isRevoked = isRevoked;
    this.hash = hash.clone();
  }

  /** The part of the key that may be seen. */
  public String id() {
    return id;
  }

  /** Whom the key stands for. */
  public Principal principal() {
    return principal;
  }

  public Instant issued() {
    return issued;
  }

  /** Whether it opens nothing any more. */
  public boolean isRevoked() {
    return isRevoked;
  }

  byte[] hash() {
    return hash.clone();
  }

  ApiKey revoked() {
    return new ApiKey(id, principal, issued, true, hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ApiKey that
        && id.equals(that.id)
        && principal.equals(that.principal)
        && issued.equals(that.issued)
        && isRevoked == that.isRevoked
        && Arrays.equals(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Id and principal, nothing of the secret. */
  @Override
  public String toString() {
    return "key " + id + " of " + principal + (isRevoked ? ", revoked" : "");
  }
}

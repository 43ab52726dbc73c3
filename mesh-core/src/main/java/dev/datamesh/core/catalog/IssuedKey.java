package dev.datamesh.core.catalog;

/**
 * A key that was just made, the only time that its secret is there. Its text form does not show the
 * secret. Immutable.
 */
public final class IssuedKey {

  private final ApiKey key;
  private final String secret;

  IssuedKey(ApiKey key, String secret) {
    this.key = key;
    this.secret = secret;
  }

  public String id() {
    return key.id();
  }

  public ApiKey key() {
    return key;
  }

  /** What the holder presents. Show it once, keep it nowhere. */
  public String secret() {
    return secret;
  }

  @Override
  public String toString() {
    return key.toString();
  }
}

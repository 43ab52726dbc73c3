package dev.datamesh.core.catalog;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A link of the audit chain. Immutable; the array is not shared beyond the package.
 *
 * @param format of the commit it belongs to: how the link was made
 * @param bytes 32 of them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its own equals
record AuditLink(int format, byte[] bytes) {

  /** Linked by SHA-256. */
  static final int PLAIN = 1;

  /** Linked by HMAC-SHA-256 with a key that the host holds. */
  static final int KEYED = 2;

  static final int LENGTH = 32;

  boolean isKeyed() {
    return format == KEYED;
  }

  /** What the first commit follows. */
  static AuditLink none() {
    return new AuditLink(PLAIN, new byte[LENGTH]);
  }

  String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AuditLink link
        && link.format == format
        && Arrays.equals(link.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}

package dev.datamesh.core.catalog;

import dev.datamesh.core.InvalidInputException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes the links of the audit chain: over the link before, the format's number, the time, the
 * principal and every record behind the header, each behind its length; so a byte that is changed
 * anywhere breaks the chain from there on. Without a key by SHA-256, which whoever can write the
 * files can compute anew; with a key that the host holds elsewhere by HMAC-SHA-256, which they
 * cannot. Immutable; shows nothing of the key.
 */
final class AuditKey {

  static final AuditKey NONE = new AuditKey(null);

  private static final int SHORTEST = 32;
  private static final String HMAC = "HmacSHA256";

  private final @Nullable SecretKeySpec key;

  private AuditKey(@Nullable SecretKeySpec key) {
    this.key = key;
  }

  static AuditKey of(byte[] bytes) {
    if (bytes.length < SHORTEST) {
      throw new InvalidInputException(
          "Cannot use a key of %d bytes for the audit: expected at least %d random ones"
              .formatted(bytes.length, SHORTEST));
    }
    return new AuditKey(new SecretKeySpec(bytes, HMAC));
  }

  boolean isThere() {
    return key != null;
  }

  /** The link of a commit that follows another. */
  AuditLink next(AuditLink previous, Instant at, String principal, List<byte[]> events) {
    int format = key == null ? AuditLink.PLAIN : AuditLink.KEYED;
    return new AuditLink(format, bytes(format, previous, at, principal, events));
  }

  /** Whether a link follows from another; one that needs a key does not without it. */
  boolean leadsTo(
      AuditLink link, AuditLink previous, Instant at, String principal, List<byte[]> events) {
    return (!link.isKeyed() || key != null)
        && MessageDigest.isEqual(
            bytes(link.format(), previous, at, principal, events), link.bytes());
  }

  private byte[] bytes(
      int format, AuditLink previous, Instant at, String principal, List<byte[]> events) {
    byte[] head =
        new WireWriter()
            .oneByte(format)
            .instant(at)
            .text(principal)
            .number(events.size())
            .toBytes();
    if (format == AuditLink.PLAIN) {
      MessageDigest digest = CommitHeader.sha256();
      digest.update(previous.bytes());
      digest.update(head);
      for (byte[] event : events) {
        digest.update(new WireWriter().fixed(event.length).toBytes());
        digest.update(event);
      }
      return digest.digest();
    }
    Mac mac = mac();
    mac.update(previous.bytes());
    mac.update(head);
    for (byte[] event : events) {
      mac.update(new WireWriter().fixed(event.length).toBytes());
      mac.update(event);
    }
    return mac.doFinal();
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  @Override
  public String toString() {
    return key == null ? "no key" : "a key";
  }
}

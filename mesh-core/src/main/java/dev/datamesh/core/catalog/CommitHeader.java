package dev.datamesh.core.catalog;

import dev.datamesh.core.StorageException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;

/**
 * The first record of every commit: who wrote when, and the link of the audit chain, whose format
 * is that of the commit. Immutable.
 */
record CommitHeader(Instant at, String principal, AuditLink link) {

  /** Makes the header of a commit that follows the one with the given link. */
  static CommitHeader after(
      AuditLink previous, Instant at, String principal, List<byte[]> events, AuditKey key) {
    return new CommitHeader(at, principal, key.next(previous, at, principal, events));
  }

  byte[] bytes() {
    return new WireWriter()
        .oneByte(link.format())
        .instant(at)
        .text(principal)
        .raw(link.bytes())
        .toBytes();
  }

  static CommitHeader read(byte[] bytes, WireReader.Words words) {
    WireReader in = new WireReader(bytes, words);
    int format = in.oneByte();
    requireKnown(format);
    return new CommitHeader(in.instant(), in.shared(), new AuditLink(format, in.raw()));
  }

  /** Refuses a format that this version does not know. */
  static void requireKnown(int format) {
    if (format < AuditLink.PLAIN || format > AuditLink.KEYED) {
      throw new StorageException(
          "Cannot read the catalog, its record format is %d and this version knows %d; open it with"
                  .formatted(format, AuditLink.KEYED)
              + " a newer version",
          "catalog");
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static byte[] sha256(String text) {
    return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
  }
}

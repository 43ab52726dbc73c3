package dev.datamesh.core.catalog;

import dev.datamesh.core.StorageException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;

/**
 * The first record of every commit: who wrote when, and the link of the audit chain. Immutable.
 *
 * <p>The link is the SHA-256 of the link before, the format's number, the time, the principal and
 * every record behind the header, each behind its length: a byte that is changed anywhere breaks it
 * from there on.
 *
 * @param link 32 bytes; the array is not shared
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package, nobody compares it
record CommitHeader(Instant at, String principal, byte[] link) {

  /** The number of the catalog's record format; one that is not known is refused. */
  static final int FORMAT = 1;

  static final int LINK_BYTES = 32;

  /** Makes the header of a commit that follows the one with the given link. */
  static CommitHeader after(
      byte[] previousLink, Instant at, String principal, List<byte[]> events) {
    return new CommitHeader(at, principal, link(previousLink, at, principal, events));
  }

  static byte[] link(byte[] previous, Instant at, String principal, List<byte[]> events) {
    MessageDigest digest = sha256();
    digest.update(previous);
    digest.update(
        new WireWriter()
            .oneByte(FORMAT)
            .instant(at)
            .text(principal)
            .number(events.size())
            .toBytes());
    for (byte[] event : events) {
      digest.update(new WireWriter().fixed(event.length).toBytes());
      digest.update(event);
    }
    return digest.digest();
  }

  byte[] bytes() {
    return new WireWriter().oneByte(FORMAT).instant(at).text(principal).raw(link).toBytes();
  }

  static CommitHeader read(byte[] bytes, WireReader.Words words) {
    WireReader in = new WireReader(bytes, words);
    int format = in.oneByte();
    if (format != FORMAT) {
      throw new StorageException(
          "Cannot read the catalog, its record format is %d and this version knows %d; open it with"
                  .formatted(format, FORMAT)
              + " a newer version",
          "catalog");
    }
    return new CommitHeader(in.instant(), in.shared(), in.raw());
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

package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import java.time.Instant;

/**
 * Somebody of one domain asks to read a product of another. Immutable.
 *
 * @param id unique within the catalog
 * @param principal who asks
 * @param purpose what for
 * @param state as it was decided; an approval that has run out is still an approval here, see
 *     {@link #isOpenAt}
 * @param decidedBy who decided last, empty while nobody did
 * @param until when an approval runs out
 */
public record AccessRequest(
    String id,
    ProductId product,
    String principal,
    String purpose,
    State state,
    Instant asked,
    String decidedBy,
    Instant until) {

  /** Where a request stands. */
  public enum State {
    ASKED,
    APPROVED,
    REJECTED,
    REVOKED
  }

  /** Whether it lets its principal read at an instant. */
  public boolean isOpenAt(Instant now) {
    return state == State.APPROVED && now.isBefore(until);
  }

  /** Whether it was approved and has run out. */
  public boolean isExpiredAt(Instant now) {
    return state == State.APPROVED && !now.isBefore(until);
  }

  AccessRequest decided(State next, String by, Instant expires) {
    return new AccessRequest(id, product, principal, purpose, next, asked, by, expires);
  }
}

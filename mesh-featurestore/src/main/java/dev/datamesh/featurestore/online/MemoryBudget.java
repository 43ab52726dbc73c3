package dev.datamesh.featurestore.online;

import dev.datamesh.core.LimitExceededException;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes that a store may take. Safe for use by many threads: a reservation is atomic. */
final class MemoryBudget {

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  long used() {
    return used.get();
  }

  /** Takes bytes, or gives them back where the number is negative. */
  void reserve(long bytes, String table) {
    long after = used.addAndGet(bytes);
    if (bytes > 0 && after > limit) {
      used.addAndGet(-bytes);
      throw new LimitExceededException(
          "Cannot keep more of online table \"%s\", %,d bytes are used and %,d more are needed: the limit is %,d; raise it, or drop or erase what is not served"
              .formatted(table, after - bytes, bytes, limit),
          "online store bytes",
          limit);
    }
  }
}

package dev.datamesh.featurestore;

/** Where pushed rows go. */
public enum PushTarget {
  /** Served, and not joined: excluded from parity, and counted. */
  ONLINE(1),
  /** Joined, and not served until the next materialization. */
  OFFLINE(2),
  /** Both, by one record. */
  BOTH(3);

  /** What records have for it. */
  private final int code;

  PushTarget(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static PushTarget of(int code) {
    for (PushTarget target : values()) {
      if (target.code == code) {
        return target;
      }
    }
    throw new IllegalArgumentException("target " + code);
  }

  boolean online() {
    return this != OFFLINE;
  }

  boolean offline() {
    return this != ONLINE;
  }
}

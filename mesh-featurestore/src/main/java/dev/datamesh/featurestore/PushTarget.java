package dev.datamesh.featurestore;

/** Where pushed rows go. */
public enum PushTarget {
  /** Served, and not joined: excluded from parity, and counted. */
  ONLINE,
  /** Joined, and not served until the next materialization. */
  OFFLINE,
  /** Both, by one record. */
  BOTH;

  boolean online() {
    return this != OFFLINE;
  }

  boolean offline() {
    return this != ONLINE;
  }
}

package dev.datamesh.core.access;

import java.util.Locale;

/** What a principal may do, in general. */
public enum Role {
  /** Reads what is shared with it. */
  READER,
  /** Writes what belongs to the domains it owns, and reads. */
  DOMAIN_OWNER,
  /** Writes everything: domains, keys, products of every domain. */
  PLATFORM;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

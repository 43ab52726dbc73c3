package dev.datamesh.core.access;

import java.util.Locale;

/** What somebody wants to do; every wing's sensitive writes are among these. */
public enum Action {
  READ,
  DECLARE_DOMAIN,
  REGISTER,
  UPDATE,
  DEPRECATE,
  RETIRE,
  DELETE,
  MOVE,
  PUBLISH_CONTRACT,
  DECIDE_ACCESS,
  MANAGE_KEYS,
  RECORD_LINEAGE,
  RETRACT_LINEAGE,
  APPLY_FEATURES,
  PUSH_FEATURES,
  ERASE_FEATURES;

  /** {@code publish contract}. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

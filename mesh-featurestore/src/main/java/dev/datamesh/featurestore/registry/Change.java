package dev.datamesh.featurestore.registry;

import java.util.List;
import java.util.Locale;

/**
 * One difference between definitions and the registry. Immutable.
 *
 * @param details what is different, a line each
 */
public record Change(Kind kind, Part part, String name, List<String> details) {

  /** What happens to the part. */
  public enum Kind {
    ADD,
    /** Changes within the version: description, tags, owner, ttl, source. */
    UPDATE,
    /** Changes of keys, features, times, bounds or function: old requests keep the old version. */
    NEW_VERSION,
    PIN,
    UNPIN,
    DROP
  }

  /** What is changed. */
  public enum Part {
    ENTITY,
    VIEW,
    ON_DEMAND_VIEW,
    SERVICE
  }

  public Change {
    details = List.copyOf(details);
  }

  /** {@code new version of view spend: feature visits added}. */
  @Override
  public String toString() {
    String what = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return what
        + (kind == Kind.NEW_VERSION ? " of " : " ")
        + part.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + " "
        + name
        + (details.isEmpty() ? "" : ": " + String.join("; ", details));
  }
}

package dev.datamesh.featurestore;

import dev.datamesh.featurestore.definition.BoundPolicy;
import dev.datamesh.featurestore.definition.Status;
import java.util.List;

/** The contract of the join, row by row in nested loops: slow, and plainly right. */
final class JoinOracle {

  /** A feature row: microseconds, null where the world has none. */
  record FeatureRow(List<Object> key, Long event, Long created, long commit, List<Object> values) {}

  record Rules(
      Long ttl,
      BoundPolicy bounds,
      boolean createdBySpine,
      Long createdLimit,
      Long knownAt,
      boolean nonNull,
      int feature) {}

  /** The value of a row that is too old is told, too. */
  record Answer(Status status, Object value, Long event) {}

  private JoinOracle() {}

  static Answer answer(List<FeatureRow> rows, List<Object> key, long t, Rules rules) {
    FeatureRow best = null;
    for (FeatureRow row : rows) { // in ingest order: of two equal ones the later wins
      if (key.contains(null) || !row.key().equals(key) || row.event() == null) continue;
      if (rules.bounds() == BoundPolicy.OPEN_END ? row.event() >= t : row.event() > t) continue;
      long created = row.created() == null ? Long.MIN_VALUE : row.created();
      if (rules.createdBySpine() && created > t) continue;
      if (rules.createdLimit() != null && created > rules.createdLimit()) continue;
      if (rules.knownAt() != null && row.commit() > rules.knownAt()) continue;
      if (rules.nonNull() && row.values().get(rules.feature()) == null) continue;
      long bestCreated = best == null || best.created() == null ? Long.MIN_VALUE : best.created();
      if (best == null
          || row.event() > best.event()
          || (row.event().equals(best.event()) && created >= bestCreated)) best = row;
    }
    if (best == null) return new Answer(Status.NOT_FOUND, null, null);
    boolean limited = rules.ttl() != null && rules.ttl() != 0;
    long age = t - best.event();
    if (limited
        && (rules.bounds() == BoundPolicy.OPEN_START ? age >= rules.ttl() : age > rules.ttl()))
      return new Answer(Status.OUTSIDE_MAX_AGE, best.values().get(rules.feature()), best.event());
    Object value = best.values().get(rules.feature());
    return new Answer(value == null ? Status.NULL_VALUE : Status.PRESENT, value, best.event());
  }
}

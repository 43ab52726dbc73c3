package dev.datamesh.lineage.graph;

import java.util.Map;

/**
 * Who stated an evidence and what came with it.
 *
 * @param recorded microseconds, or {@link #AS_VALID} where it is the start of its validity
 */
record Who(
    String producer,
    String job,
    String transformation,
    String event,
    Map<String, String> metadata,
    long recorded) {

  static final long AS_VALID = Long.MIN_VALUE;

  /** Whether both are reports of the same evidence, apart from ends and kind of the edge. */
  boolean sameSource(Who other) {
    return producer.equals(other.producer)
        && job.equals(other.job)
        && transformation.equals(other.transformation);
  }

  /** The same, recorded when another was. */
  Who recordedAs(Who other) {
    return new Who(producer, job, transformation, event, metadata, other.recorded);
  }
}

package dev.datamesh.featurestore;

import dev.datamesh.featurestore.definition.FeatureView;
import java.time.Instant;

/**
 * The rows of a push, as its record has them.
 *
 * @param kept how many have key and event time; their sequences begin with the record's
 * @param aside how many have no event time; their sequences follow
 */
record TailEntry(TailRecord record, long kept, long aside, Instant commit) {

  static TailEntry of(TailRecord record, Instant commit) {
    PushedRows rows = PushedRows.of(record.view(), record.rows());
    return new TailEntry(record, rows.kept().rows(), rows.aside().rows(), commit);
  }

  TailEntry numbered(long number, Instant time) {
    return new TailEntry(record.numbered(number), kept, aside, time);
  }

  FeatureView view() {
    return record.view();
  }

  PushTarget target() {
    return record.target();
  }

  long first() {
    return record.firstSequence();
  }

  long end() {
    return first() + kept + aside;
  }

  int bytes() {
    return record.bytes().length;
  }

  PushedRows rows() {
    return PushedRows.of(view(), record.rows());
  }
}

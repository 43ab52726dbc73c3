package dev.datamesh.featurestore;

import dev.datamesh.featurestore.definition.FeatureView;
import java.time.Instant;

/** The rows of a push and when they were taken. */
record TailEntry(TailRecord record, Instant commit) {

  TailEntry numbered(long number, Instant time) {
    return new TailEntry(record.numbered(number), time);
  }

  long kept() {
    return record.kept();
  }

  long aside() {
    return record.aside();
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
    return first() + kept() + aside();
  }

  int bytes() {
    return record.bytes().length;
  }

  PushedRows rows() {
    return PushedRows.of(view(), record.rows());
  }
}

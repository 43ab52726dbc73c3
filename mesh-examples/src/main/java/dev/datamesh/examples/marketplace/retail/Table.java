package dev.datamesh.examples.marketplace.retail;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Rows in the making, under a schema. For one thread at a time. */
final class Table {

  private final Schema schema;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  Table(String schema) {
    this.schema = Schema.of(schema);
  }

  void add(@Nullable Object... values) {
    rows.add(Arrays.asList(values));
  }

  Frame toFrame() {
    return Frame.ofRows(schema, rows);
  }

  static BigDecimal pounds(long thousandths) {
    return BigDecimal.valueOf(thousandths, 3);
  }

  static LocalDate date(int day) {
    return LocalDate.ofEpochDay(day);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS);
  }

  /** The instant at which a day is over. */
  static Instant endOf(int day) {
    return Instant.ofEpochSecond(TimeUnit.DAYS.toSeconds(day + 1L));
  }
}

package dev.datamesh.featurestore.offline;

import dev.datamesh.core.frame.Frame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** A table as a plain list, in the order that the store promises. */
final class OracleTable {

  /** A row as the store has it. */
  record Line(List<Object> key, long event, long created, long sequence, List<Object> values) {}

  private final TableLayout layout;
  private final List<Line> lines = new ArrayList<>();

  OracleTable(TableLayout layout) {
    this.layout = layout;
  }

  void add(Frame frame, long firstSequence) {
    for (long row = 0; row < frame.rows(); row++) {
      List<Object> key = new ArrayList<>();
      for (String name : layout.keys().names()) {
        key.add(frame.get(row, name));
      }
      List<Object> values = new ArrayList<>();
      for (String name : layout.columns().names()) {
        values.add(frame.get(row, name));
      }
      long created = 0;
      if (layout.hasCreatedTime()) {
        created =
            frame.column(layout.createdTime()).isNull(row)
                ? Long.MIN_VALUE
                : frame.column(layout.createdTime()).getLong(row);
      }
      lines.add(
          new Line(
              key,
              frame.column(layout.eventTime()).getLong(row),
              created,
              firstSequence + row,
              values));
    }
  }

  int erase(List<Object> key) {
    int before = lines.size();
    lines.removeIf(line -> line.key().equals(key));
    return before - lines.size();
  }

  int retain(long from) {
    int before = lines.size();
    lines.removeIf(line -> line.event() < from);
    return before - lines.size();
  }

  List<Line> lines() {
    Comparator<Line> byKey =
        (one, other) -> {
          for (int i = 0; i < one.key().size(); i++) {
            @SuppressWarnings("unchecked")
            Comparable<Object> mine = (Comparable<Object>) one.key().get(i);
            int order = mine.compareTo(other.key().get(i));
            if (order != 0) {
              return order;
            }
          }
          return 0;
        };
    return lines.stream()
        .sorted(
            byKey
                .thenComparingLong(Line::event)
                .thenComparingLong(Line::created)
                .thenComparingLong(Line::sequence))
        .toList();
  }

  /** What the store gives, in its order. */
  static List<Line> read(OfflineStore store, String table, RowQuery query) {
    List<Line> lines = new ArrayList<>();
    try (RowBlocks blocks = store.rows(table, query)) {
      while (blocks.hasNext()) {
        RowBlock block = blocks.next();
        // The created time may be the mark of none, which no frame holds.
        Frame keys = keysOf(block);
        Frame values = valuesOf(block);
        for (int row = 0; row < block.rows(); row++) {
          lines.add(
              new Line(
                  list(keys, row),
                  block.events()[row],
                  block.created() == null ? 0 : Objects.requireNonNull(block.created())[row],
                  block.sequences()[row],
                  list(values, row)));
        }
      }
    }
    return lines;
  }

  private static Frame keysOf(RowBlock block) {
    List<dev.datamesh.core.frame.Column> columns = new ArrayList<>();
    for (int i = 0; i < block.keySchema().fields().size(); i++) {
      columns.add(
          block.keyCells().get(i).toColumn(block.keySchema().fields().get(i), block.rows()));
    }
    return Frame.of(columns);
  }

  private static Frame valuesOf(RowBlock block) {
    List<dev.datamesh.core.frame.Column> columns = new ArrayList<>();
    for (int i = 0; i < block.valueSchema().fields().size(); i++) {
      columns.add(
          block.valueCells().get(i).toColumn(block.valueSchema().fields().get(i), block.rows()));
    }
    return Frame.of(columns);
  }

  private static List<Object> list(Frame frame, int row) {
    List<Object> values = new ArrayList<>();
    frame
        .columns()
        .forEach(
            column ->
                values.add(
                    column.get(row) instanceof byte[] bytes
                        ? java.util.HexFormat.of().formatHex(bytes)
                        : column.get(row)));
    return values;
  }
}

package dev.datamesh.featurestore.offline;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table's segments into arrays in the table's order. Each segment is in order already: one
 * is read as it stands, several are merged key by key ({@link MergedOrder}), and every column is
 * then put where the merge says, without comparing again. For one thread at a time.
 */
final class SortedRowsReader {

  private final TableLayout layout;
  private final List<Segment> segments;
  private final int rows;

  /** Where each row of the segments, one after another, goes; null where they stand in order. */
  private int @Nullable [] places;

  SortedRowsReader(TableLayout layout, List<Segment> segments) {
    this.layout = layout;
    this.segments = segments;
    this.rows =
        Math.toIntExact(segments.stream().mapToLong(segment -> segment.footer().rows()).sum());
  }

  /** Reads everything wanted. */
  SortedRows read(SortedRows.Stamp stamp, SortedRows.Wanted wanted) throws IOException {
    MergedOrder order = MergedOrder.of(segments, layout, rows);
    places = order.places();
    return new SortedRows(
        stamp,
        order.keys(),
        order.starts(),
        order.events(),
        wanted.created() ? created() : null,
        wanted.sequences() ? sequences() : null,
        columns(wanted.columns()));
  }

  /** What is wanted and was not read before; the rows are the same. */
  SortedRows more(SortedRows before, SortedRows.Stamp stamp, SortedRows.Wanted wanted)
      throws IOException {
    places = segments.size() < 2 ? null : MergedOrder.of(segments, layout, rows).places();
    List<String> missing =
        wanted.columns().stream().filter(name -> before.column(name).isEmpty()).toList();
    Map<String, Column> columns = new LinkedHashMap<>(before.columns());
    columns.putAll(columns(missing));
    Column created = before.created().orElse(null);
    long[] sequences = before.sequences();
    return new SortedRows(
        stamp,
        before.keys(),
        before.starts(),
        before.events(),
        created == null && wanted.created() ? created() : created,
        sequences == null && wanted.sequences() ? sequences() : sequences,
        columns);
  }

  private Map<String, Column> columns(List<String> names) throws IOException {
    Map<String, Pages> pages = new LinkedHashMap<>();
    for (String name : names) {
      Field field = layout.columns().find(name).orElseThrow();
      pages.put(name, new Pages(Cells.Kind.of(field.type()), rows));
    }
    int first = 0;
    for (Segment segment : segments) {
      SegmentFooter footer = segment.footer();
      int at = first;
      for (int block = 0; block < footer.blocks().size(); block++) {
        for (Map.Entry<String, Pages> each : pages.entrySet()) {
          Field field = layout.columns().find(each.getKey()).orElseThrow();
          put(segment.feature(block, field), footer.blocks().get(block).rows(), at, each);
        }
        at += footer.blocks().get(block).rows();
      }
      first = at;
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    for (Map.Entry<String, Pages> each : pages.entrySet()) {
      Field field = layout.columns().find(each.getKey()).orElseThrow();
      columns.put(
          each.getKey(), each.getValue().toColumn(Field.nullable(field.name(), field.type())));
    }
    return columns;
  }

  private void put(Cells cells, int count, int at, Map.Entry<String, Pages> target) {
    int[] to = places;
    if (to == null) {
      target.getValue().put(cells, count, at);
    } else {
      target.getValue().scatter(cells, count, to, at);
    }
  }

  private Column created() throws IOException {
    Pages pages = new Pages(Cells.Kind.LONG, rows);
    int at = 0;
    for (Segment segment : segments) {
      for (int block = 0; block < segment.footer().blocks().size(); block++) {
        int count = segment.footer().blocks().get(block).rows();
        put(createdCells(segment.created(block), count), count, at, Map.entry("created", pages));
        at += count;
      }
    }
    return pages.toColumn(Field.nullable("created", Primitive.TIMESTAMP_TZ));
  }

  private static Cells createdCells(long @Nullable [] created, int count) {
    BitSet none = new BitSet();
    for (int row = 0; row < count; row++) {
      if (created == null || created[row] == AppendBatch.NO_CREATED_TIME) {
        none.set(row);
      }
    }
    return new Cells(Cells.Kind.LONG, created == null ? new long[count] : created, none);
  }

  private long[] sequences() throws IOException {
    long[] sequences = new long[rows];
    int[] to = places;
    int at = 0;
    for (Segment segment : segments) {
      for (int block = 0; block < segment.footer().blocks().size(); block++) {
        int count = segment.footer().blocks().get(block).rows();
        long[] part = segment.sequences(block);
        for (int row = 0; row < count; row++) {
          sequences[to == null ? at + row : to[at + row]] = part[row];
        }
        at += count;
      }
    }
    return sequences;
  }

  /** A column in the making, as arrays of a frame's pages. */
  private static final class Pages {

    private static final int PAGE = Column.PAGE_ROWS;
    private static final int BITS = Integer.numberOfTrailingZeros(PAGE);

    private final Cells.Kind kind;
    private final int rows;
    private final Object[] pages;
    private final BitSet nulls = new BitSet();

    Pages(Cells.Kind kind, int rows) {
      this.kind = kind;
      this.rows = rows;
      this.pages = new Object[(rows + PAGE - 1) / PAGE];
    }

    private Object page(int number) {
      if (pages[number] == null) {
        pages[number] = kind.array(Math.min(PAGE, rows - number * PAGE));
      }
      return pages[number];
    }

    /** Rows that follow each other. A block that is a page becomes it. */
    void put(Cells cells, int count, int at) {
      for (int row = cells.nulls().nextSetBit(0);
          row >= 0 && row < count;
          row = cells.nulls().nextSetBit(row + 1)) {
        nulls.set(at + row);
      }
      if ((at & (PAGE - 1)) == 0 && count == Math.min(PAGE, rows - at)) {
        pages[at >>> BITS] = cells.array();
        return;
      }
      for (int done = 0; done < count; ) {
        int place = (at + done) & (PAGE - 1);
        int length = Math.min(count - done, PAGE - place);
        System.arraycopy(cells.array(), done, page((at + done) >>> BITS), place, length);
        done += length;
      }
    }

    /** Rows that go to the places from {@code from} on. */
    void scatter(Cells cells, int count, int[] places, int from) {
      for (int row = cells.nulls().nextSetBit(0);
          row >= 0 && row < count;
          row = cells.nulls().nextSetBit(row + 1)) {
        nulls.set(places[from + row]);
      }
      // A key's rows of one segment mostly stay together: they are copied in runs.
      for (int row = 0; row < count; ) {
        int place = places[from + row];
        int most = Math.min(count - row, PAGE - (place & (PAGE - 1)));
        int length = 1;
        while (length < most && places[from + row + length] == place + length) {
          length++;
        }
        System.arraycopy(cells.array(), row, page(place >>> BITS), place & (PAGE - 1), length);
        row += length;
      }
    }

    Column toColumn(Field field) {
      List<Object> made = new ArrayList<>();
      for (int number = 0; number < pages.length; number++) {
        made.add(page(number));
      }
      if (kind == Cells.Kind.BYTES) {
        return new Cells(kind, joined(made), nulls).toColumn(field, rows);
      }
      return Column.ofPages(field, made, rows, nulls);
    }

    private byte[][] joined(List<Object> made) {
      byte[][] all = new byte[rows][];
      for (int number = 0; number < made.size(); number++) {
        System.arraycopy(
            made.get(number), 0, all, number * PAGE, Math.min(PAGE, rows - number * PAGE));
      }
      return all;
    }
  }
}

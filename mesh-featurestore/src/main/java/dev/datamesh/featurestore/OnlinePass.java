package dev.datamesh.featurestore;

import dev.datamesh.core.CancelledException;
import dev.datamesh.core.Progress;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.online.RowWriter;
import java.util.List;

/** One pass over rows of a view, on their way into its table. For one thread at a time. */
final class OnlinePass {

  private static final int REPORTED = 16_384;

  private final Table table;
  private final ViewRows rows;
  private final Progress progress;
  private final RowWriter writer;

  OnlinePass(OnlineStore store, Table table, ViewRows rows, Progress progress) {
    this.table = table;
    this.rows = rows;
    this.progress = progress;
    FeatureView view = rows.view();
    List<Column> keys = view.keys().names().stream().map(rows::column).toList();
    List<Column> features = view.featureNames().stream().map(rows::column).toList();
    this.writer = new RowWriter(store, table, keys, features);
  }

  /** Makes sure that all rows find room, or refuses them. */
  void makeRoom() {
    writer.makeRoom(0, Math.toIntExact(rows.count()));
  }

  /** Takes all rows that have a time. */
  long takeAll() {
    return take(
        new OnlineRun(
            Long.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
  }

  /** Takes all rows that have a time under new ingest sequences. */
  void takeFrom(long firstSequence) {
    Column events = rows.event();
    try {
      for (long row = 0; row < rows.count(); row++) {
        if (!events.isNull(row)) {
          writer.write(row, events.getLong(row), rows.tieOf(row), firstSequence + row);
        }
      }
    } finally {
      writer.finish();
    }
  }

  /** Takes the rows of a run; how many. */
  long take(OnlineRun run) {
    return take(List.of(run));
  }

  /** Takes the rows that one of the runs takes; how many. */
  long take(List<OnlineRun> wanted) {
    OnlineRuns runs = new OnlineRuns(wanted);
    Column events = rows.event();
    long taken = 0;
    try {
      for (long row = 0; row < rows.count(); row++) {
        if ((row & (REPORTED - 1)) == 0) {
          watch(row);
        }
        if (events.isNull(row)) {
          continue;
        }
        long event = events.getLong(row);
        long sequence = rows.ingestSequenceOf(row);
        if (runs.take(sequence, event) && writer.write(row, event, rows.tieOf(row), sequence)) {
          taken++;
        }
      }
    } finally {
      writer.finish();
    }
    return taken;
  }

  /** Lets go of the room that was made, where nothing is taken. */
  void giveUp() {
    writer.finish();
  }

  private void watch(long row) {
    String work = "materialize " + table.name();
    if (!progress.report(work, row, rows.count())) {
      throw new CancelledException("Cannot finish %s: cancelled".formatted(work), work);
    }
  }
}

package dev.datamesh.cli.features;

import dev.datamesh.core.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Work that takes longer than a second, on one line that is written over: which view, how many
 * rows, how fast, how long still. For one thread at a time.
 */
final class ProgressLine implements Progress {

  private static final double NANOS = 1e9;
  private static final long SILENT = 1_000_000_000L;
  private static final long BETWEEN = 200_000_000L;

  private final PrintWriter err;
  private final long views;
  private final LongSupplier nanoTime;
  private final long started;
  private String work = "";
  private int view;
  private long workStarted;
  private long shown;
  private boolean stands;

  /**
   * A line of work on so many views.
   *
   * @param nanoTime tells the time as {@link System#nanoTime} does
   */
  ProgressLine(PrintWriter err, long views, LongSupplier nanoTime) {
    this.err = err;
    this.views = views;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
  }

  @Override
  public boolean report(String now, long done, long total) {
    long time = nanoTime.getAsLong();
    if (!now.equals(work)) {
      work = now;
      view++;
      workStarted = time;
    }
    if (time - started >= SILENT && time - shown >= BETWEEN) {
      shown = time;
      stands = true;
      err.print("\r" + text(done, total, (time - workStarted) / NANOS));
      err.flush();
    }
    return true;
  }

  private String text(long done, long total, double seconds) {
    double rate = seconds > 0 ? done / seconds : 0;
    String rows = total < 0 ? "%,d rows".formatted(done) : "%,d of %,d rows".formatted(done, total);
    String left =
        total < 0 || rate == 0
            ? ""
            : String.format(Locale.ROOT, ", %.1f s left", (total - done) / rate);
    return "%s (view %d of %d): %s, %,.0f rows/s%s  "
        .formatted(work, view, Math.max(view, views), rows, rate, left);
  }

  /** Ends the line where there is one. */
  void end() {
    if (stands) {
      err.println();
      stands = false;
    }
  }
}

package dev.datamesh.cli.lineage;

import dev.datamesh.core.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a load has come: a bar with rows, rows a second and the time left, on one line that is
 * written over where a person looks on; a plain line every ten seconds where not, and nothing of
 * work that is soon done. For one thread at a time.
 */
final class ProgressBar implements Progress {

  private static final int WIDTH = 24;
  private static final double NANOS = 1e9;
  private static final long SILENT = 1_000_000_000L;
  private static final long BETWEEN = 200_000_000L;
  private static final long BETWEEN_LINES = 10_000_000_000L;

  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long started;
  private long shown;
  private int written;

  /**
   * A bar.
   *
   * @param terminal whether a person looks on
   * @param nanoTime tells the time as {@link System#nanoTime} does
   */
  ProgressBar(PrintWriter err, boolean terminal, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.shown = started;
  }

  @Override
  public boolean report(String work, long done, long total) {
    long time = nanoTime.getAsLong();
    boolean due = time - shown >= (terminal ? BETWEEN : BETWEEN_LINES);
    if (due && time - started >= SILENT) {
      shown = time;
      show(bar(done, total) + figures(done, total, (time - started) / NANOS));
    }
    return true;
  }

  /** Says what is done now that all rows are read, which has no measure. */
  void say(String what) {
    if (nanoTime.getAsLong() - started >= SILENT) {
      show(what);
    }
  }

  /** Clears the line where there is one. */
  void end() {
    if (terminal && written > 0) {
      show("");
      err.print("\r");
      err.flush();
    }
  }

  private void show(String text) {
    if (terminal) {
      err.print("\r" + text + " ".repeat(Math.max(0, written - text.length())));
      written = text.length();
    } else {
      err.println(text);
    }
    err.flush();
  }

  private String bar(long done, long total) {
    if (!terminal || total <= 0) {
      return "";
    }
    int filled = (int) Math.min(WIDTH, WIDTH * done / total);
    return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] ";
  }

  private static String figures(long done, long total, double seconds) {
    double rate = done / seconds;
    String text = String.format(Locale.ROOT, "%,d rows, %,.0f a second", done, rate);
    return total < 0 || rate == 0
        ? text
        : text + String.format(Locale.ROOT, ", about %.0f s left", (total - done) / rate);
  }
}

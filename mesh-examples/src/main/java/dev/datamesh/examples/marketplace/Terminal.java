package dev.datamesh.examples.marketplace;

import dev.datamesh.core.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The story's voice: numbered steps, lines, and a progress bar on work that takes longer than a
 * second. Where there is no terminal, progress is a plain line every few seconds. For one thread at
 * a time.
 */
final class Terminal implements Progress {

  private static final long SILENT_NANOS = 1_000_000_000L;
  private static final long PLAIN_LINE_EVERY_NANOS = 5_000_000_000L;
  private static final int BAR_WIDTH = 30;

  private final PrintStream out;
  private final boolean interactive;
  private final long started = System.nanoTime();
  private long stepStarted = started;
  private String work = "";
  private long workStarted;
  private long lastShown;
  private boolean barStands;

  Terminal(PrintStream out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  /** On standard output; interactive where a terminal is behind it. */
  static Terminal standard() {
    return new Terminal(System.out, isTerminal() && !"dumb".equals(System.getenv("TERM")));
  }

  /** Before Java 22 a console means a terminal; since then the console has to be asked. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  void title(String text) {
    out.println(text);
    out.println("=".repeat(text.length()));
  }

  /** Begins a numbered step. */
  void step(int number, String title) {
    stepStarted = System.nanoTime();
    out.println();
    out.println(number + ". " + title);
  }

  void say(String format, @Nullable Object... values) {
    clearBar();
    String text = values.length == 0 ? format : String.format(Locale.ROOT, format, values);
    text.lines().forEach(line -> out.println("   " + line));
  }

  /** Ends a step with its time. */
  void done() {
    clearBar();
    out.printf(Locale.ROOT, "   (%.2f s)%n", seconds(System.nanoTime() - stepStarted));
  }

  /** Ends the story: how long it took and where its results are. */
  void closing(Results results) {
    clearBar();
    out.println();
    out.printf(
        Locale.ROOT,
        "Done in %.1f s. Results in %s:%n",
        seconds(System.nanoTime() - started),
        results.folder());
    results.written().forEach(file -> out.println("   " + file.getFileName()));
  }

  @Override
  public boolean report(String newWork, long done, long total) {
    long now = System.nanoTime();
    if (!newWork.equals(work)) {
      clearBar();
      work = newWork;
      workStarted = now;
      lastShown = now;
    }
    if (now - workStarted < SILENT_NANOS) {
      return true;
    }
    if (interactive) {
      showBar(done, total);
    } else if (now - lastShown >= PLAIN_LINE_EVERY_NANOS) {
      lastShown = now;
      out.println("   " + work + ": " + amount(done, total));
    }
    return true;
  }

  private void showBar(long done, long total) {
    out.print("\r\u001b[K   " + work + " " + bar(done, total) + amount(done, total));
    out.flush();
    barStands = true;
  }

  private static String bar(long done, long total) {
    if (total <= 0) {
      return "";
    }
    int filled = (int) (BAR_WIDTH * Math.min(done, total) / total);
    return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "] ";
  }

  private void clearBar() {
    if (barStands) {
      out.print("\r\u001b[K");
      barStands = false;
    }
  }

  private static String amount(long done, long total) {
    return total > 0
        ? String.format(Locale.ROOT, "%,d of %,d (%d %%)", done, total, 100 * done / total)
        : String.format(Locale.ROOT, "%,d", done);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}

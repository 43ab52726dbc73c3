package dev.datamesh.cli.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private final StringWriter err = new StringWriter();
  private long time;

  private ProgressBar bar(boolean terminal) {
    return new ProgressBar(new PrintWriter(err), terminal, () -> time);
  }

  @Test
  void a_person_sees_rows_rate_and_time_left_on_one_line() {
    ProgressBar bar = bar(true);
    time = 2_000_000_000L;
    bar.report("read edges.csv", 1_000, 4_000);
    assertThat(err)
        .hasToString("\r[######..................] 1,000 rows, 500 a second, about 6 s left");

    time += 1_000;
    bar.report("read edges.csv", 1_001, 4_000);
    time += 1_000_000_000L;
    bar.say("sealing");
    bar.end();
    assertThat(err.toString()).contains("\rsealing   ").endsWith("\r").doesNotContain("1,001");
  }

  @Test
  void a_log_gets_a_plain_line_now_and_then_and_none_of_short_work() {
    ProgressBar bar = bar(false);
    time = 900_000_000L;
    bar.report("read edges.csv", 1_000, -1);
    bar.say("sealing");
    assertThat(err.toString()).isEmpty();

    time = 10_000_000_000L;
    bar.report("read edges.csv", 20_000, -1);
    bar.end();
    assertThat(err.toString().strip()).isEqualTo("20,000 rows, 2,000 a second");
  }
}

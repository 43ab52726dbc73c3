package dev.datamesh.featurestore.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.OnlineStore.Row;
import dev.datamesh.core.spi.OnlineStore.Stamp;
import dev.datamesh.core.spi.OnlineStore.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rows for which the JVM has no direct memory are refused like those beyond a limit. */
class DirectMemoryTest {

  /** Writes until it is refused, and tells what is left. */
  static final class Worker {

    private Worker() {}

    public static void main(String[] args) {
      HashedRowSlots store = HashedRowSlots.of(Memory.DIRECT, Long.MAX_VALUE);
      store.create(new Table("t", Schema.of("k: int64"), Schema.of("n: int64, text: string")));
      long key = 0;
      long before = 0;
      try {
        for (; key < 100_000_000; key++) {
          before = store.bytes();
          store.write("t", List.of(row(key)));
        }
      } catch (LimitExceededException e) {
        System.out.println(e.getMessage());
      }
      boolean whole = store.bytes() == before && store.rows("t") == key;
      for (long each = 0; each < key; each++) {
        whole &= store.read("t", List.of(List.of(each))).get(0).orElseThrow().equals(row(each));
      }
      store.erase("t", List.of(0L));
      store.write("t", List.of(row(key)));
      System.out.println(key > 1000 && whole && store.rows("t") == key ? "whole" : "torn");
    }

    private static Row row(long key) {
      return new Row(List.of(key), new Stamp(1, 0, key), List.of(key, "text " + key));
    }
  }

  @Test
  void whatIsRefusedLeavesTheOtherRowsAsTheyWere() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=1m",
                "-cp",
                classPath,
                Worker.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(said).contains("no more direct memory").contains("whole");
    } finally {
      process.destroyForcibly();
    }
  }
}

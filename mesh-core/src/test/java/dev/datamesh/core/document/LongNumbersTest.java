package dev.datamesh.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.LimitExceededException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongNumbersTest {

  @TempDir Path folder;

  private static final DocumentReader READER =
      DocumentReader.within(new DocumentLimits(32L << 20, 200, 100, 5_000_000, 10));

  private static void refused(String json, int digits, String place) {
    assertThatThrownBy(() -> READER.read(json, "x.json"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("x.json:" + place)
        .hasMessageContaining("a number has " + digits + " digits and the limit is 10");
  }

  @Test
  void a_number_is_refused_where_it_begins_before_it_is_collected() {
    refused("[12345678901]", 11, "1:2");
    refused("{\"a\": \"\\\"é😀\",\n \"b\": -12345678901.5e7}", 11, "2:8");
    refused("[0.12345678901]", 11, "1:4");
    refused("[1e12345678901]", 11, "1:4");
  }

  @Test
  void digits_within_texts_and_numbers_at_the_limit_are_no_problem() {
    assertThat(READER.read("[1234567890, -1234567890]", "x").toString())
        .isEqualTo("[1234567890, -1234567890]");
    for (String text : new String[] {"12345678901", "a, 12345678901", "\\\\\\\" 12345678901"}) {
      assertThat(READER.read("[\"" + text + "\"]", "x").at("/0").orElseThrow().text().isPresent())
          .isTrue();
    }
    assertThat(READER.read("[a12345678901]", "x").at("/0").orElseThrow().text())
        .contains("a12345678901");
  }

  /** The oracle: every run of digits outside of texts. */
  @Test
  void random_texts_are_judged_as_by_looking_at_every_character() {
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder("[");
      int longest = 0;
      for (int i = random.nextInt(6); i >= 0; i--) {
        String digits = "7".repeat(1 + random.nextInt(16));
        boolean isText = random.nextBoolean();
        longest = isText ? longest : Math.max(longest, digits.length());
        text.append(isText ? "\"x, " + digits + "\"" : digits).append(i > 0 ? ", " : "]");
      }
      LongNumbers.Run found = new LongNumbers(text.toString(), 10).find();
      assertThat(found != null).as("seed %d: %s", seed, text).isEqualTo(longest > 10);
    }
  }

  @Test
  void words_of_many_runs_are_looked_at_once() {
    String word = ("1".repeat(1_001) + "e").repeat(20_000);
    assertThat(new LongNumbers("[x" + word + "]", 1_000).find()).isNull();
    assertThat(new LongNumbers("[" + ("\"" + word + "\",").repeat(1) + "1]", 1_000).find())
        .isNull();
  }

  /** What runs with little memory: reads the file, answers 0 where it was refused as it should. */
  static final class LittleMemory {

    private LittleMemory() {}

    public static void main(String[] args) {
      try {
        DocumentReader.standard().read(Path.of(args[0]));
      } catch (LimitExceededException e) {
        System.exit(e.limit().equals("document digits") ? 0 : 4);
      }
      System.exit(5);
    }
  }

  @Test
  void twenty_megabytes_of_digits_are_refused_within_sixty_four_megabytes_of_heap()
      throws IOException, InterruptedException {
    byte[] bytes = new byte[20 << 20];
    Arrays.fill(bytes, (byte) '7');
    byte[] start = "{\"a\": ".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(start, 0, bytes, 0, start.length);
    bytes[bytes.length - 1] = '}';
    Path file = Files.write(folder.resolve("digits.json"), bytes);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LittleMemory.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(Files.readString(folder.resolve("output"))).isZero();
  }
}

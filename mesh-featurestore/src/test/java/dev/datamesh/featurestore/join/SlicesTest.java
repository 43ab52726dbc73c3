package dev.datamesh.featurestore.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.testkit.SeededRuns;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlicesTest {

  /** Lengths about the limits of each way to sort; times spread, skewed, tied and far apart. */
  @Test
  void slicesOfAnyLengthAndSpreadAreSortedByTimeWithEqualsInOrder() {
    Slices.Sorter sorter = new Slices.Sorter();
    int[] lengths = {
      1, 2, 23, 24, 25, 31, 32, 33, 100, 128, 129, 1_000, 4_095, 4_096, 4_097, 9_000
    };
    SeededRuns.of("mesh.featurestore.slices", 400)
        .each(
            (seed, random) -> {
              int count = lengths[random.nextInt(lengths.length)];
              int before = random.nextInt(5);
              long span = 1L << random.nextInt(63);
              boolean skewed = random.nextInt(3) == 0;
              long[] times = new long[before + count + 3];
              int[] order = new int[times.length];
              for (int i = 0; i < times.length; i++) {
                long time = random.nextLong() >>> 1;
                times[i] = (skewed && random.nextInt(20) > 0 ? time % 3 : time % span) - span / 2;
                order[i] = 7 * i;
              }
              long[] given = times.clone();
              int[] expected =
                  IntStream.range(before, before + count)
                      .boxed()
                      .sorted(Comparator.comparingLong(i -> given[i]))
                      .mapToInt(i -> i)
                      .toArray();

              sorter.sort(order, times, before, before + count);

              for (int i = 0; i < times.length; i++) {
                boolean within = i >= before && i < before + count;
                int from = within ? expected[i - before] : i;
                assertThat(times[i]).isEqualTo(given[from]);
                assertThat(order[i]).isEqualTo(7 * from);
              }
            });
  }
}

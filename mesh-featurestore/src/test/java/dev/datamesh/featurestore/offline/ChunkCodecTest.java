package dev.datamesh.featurestore.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.featurestore.offline.Cells.Kind;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkCodecTest {

  private static Cells through(Cells cells, int rows) {
    ByteSink out = new ByteSink(16);
    ChunkCodec.encode(cells, rows, out);
    return ChunkCodec.decode(cells.kind(), rows, new ByteSource(out.toBytes()));
  }

  private static int bytes(Cells cells, int rows) {
    ByteSink out = new ByteSink(16);
    ChunkCodec.encode(cells, rows, out);
    return out.length();
  }

  @Test
  void numbers_of_every_width_and_shape_come_back() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      int rows = 1 + random.nextInt(seed % 50 == 0 ? 5_000 : 60);
      int width = random.nextInt(64);
      long unit = random.nextBoolean() ? 1 : 1 + random.nextInt(1_000_000);
      long[] values = new long[rows];
      for (int i = 0; i < rows; i++) {
        values[i] = (random.nextLong() >> width) * unit;
        if (random.nextInt(4) == 0 && i > 0) {
          values[i] = values[i - 1];
        }
      }
      if (random.nextInt(3) == 0) {
        Arrays.sort(values);
      }
      assertThat(through(Cells.ofLongs(values), rows).longs())
          .as("seed %d", seed)
          .isEqualTo(values);
    }
  }

  @Test
  void the_extremes_of_numbers_come_back() {
    long[] values = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE};
    assertThat(through(Cells.ofLongs(values), values.length).longs()).isEqualTo(values);
  }

  @Test
  void doubles_come_back_bit_by_bit() {
    for (long seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      int rows = 1 + random.nextInt(seed % 20 == 0 ? 5_000 : 60);
      double[] values = new double[rows];
      int shape = random.nextInt(5);
      for (int i = 0; i < rows; i++) {
        values[i] =
            switch (shape) {
              case 0 -> random.nextDouble();
              case 1 -> random.nextInt(100_000) / 100.0;
              case 2 -> Double.longBitsToDouble(random.nextLong());
              case 3 -> random.nextInt(7) * Math.PI;
              default -> random.nextInt(3) == 0 ? -0.0 : random.nextInt(5) - 2;
            };
      }
      double[] back = through(new Cells(Kind.DOUBLE, values, new BitSet()), rows).doubles();
      for (int i = 0; i < rows; i++) {
        assertThat(Double.doubleToRawLongBits(back[i]))
            .as("seed %d row %d", seed, i)
            .isEqualTo(Double.doubleToRawLongBits(values[i]));
      }
    }
  }

  @Test
  void texts_and_nulls_come_back() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int rows = 1 + random.nextInt(seed % 20 == 0 ? 3_000 : 60);
      int distinct = 1 + random.nextInt(rows * 2);
      String[] values = new String[rows];
      BitSet nulls = new BitSet();
      for (int i = 0; i < rows; i++) {
        values[i] = "wört-" + random.nextInt(distinct) + "\uD83D\uDE00".repeat(random.nextInt(2));
        if (random.nextInt(5) == 0) {
          nulls.set(i);
          values[i] = null;
        }
      }
      Cells back = through(new Cells(Kind.TEXT, values, nulls), rows);
      assertThat(back.nulls()).isEqualTo(nulls);
      for (int i = 0; i < rows; i++) {
        if (!nulls.get(i)) {
          assertThat(back.texts()[i]).as("seed %d row %d", seed, i).isEqualTo(values[i]);
        }
      }
    }
  }

  @Test
  void prices_times_and_few_words_take_few_bytes() {
    int rows = 60_000;
    Random random = new Random(1);
    double[] prices = new double[rows];
    long[] times = new long[rows];
    String[] words = new String[rows];
    for (int i = 0; i < rows; i++) {
      prices[i] = random.nextInt(10_000) / 100.0;
      times[i] = 1_700_000_000_000_000L + random.nextInt(86_400) * 1_000_000L;
      words[i] = "shop-" + random.nextInt(12);
    }
    assertThat(bytes(new Cells(Kind.DOUBLE, prices, new BitSet()), rows)).isLessThan(rows * 2);
    assertThat(bytes(Cells.ofLongs(times), rows)).isLessThan(rows * 9 / 4);
    assertThat(bytes(new Cells(Kind.TEXT, words, new BitSet()), rows)).isLessThan(rows * 6 / 10);
  }
}

package dev.datamesh.core.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedColumnsTest {

  /** Blocks whose ends fall within pages, at their ends and beyond several. */
  @Test
  void blocksOfAnyLengthGiveTheRowsOfAll() {
    Schema schema =
        Schema.of("l: int64, t: timestamp_tz, d: float64, p: decimal(18,2), i: int32, s: string");
    List<Frame> blocks = new ArrayList<>();
    long id = 0;
    for (int rows : new int[] {1, 65_535, 65_536, 0, 100_000, 3, 70_000}) {
      FrameBuilder block = Frame.builder(schema);
      for (int row = 0; row < rows; row++, id++) {
        boolean isNull = rows != 65_536 && id % 7 == 3;
        block.row(
            isNull ? null : id,
            isNull ? null : java.time.Instant.ofEpochSecond(id),
            isNull ? null : id / 4.0,
            isNull ? null : java.math.BigDecimal.valueOf(id, 2),
            isNull ? null : (int) id,
            isNull ? null : "s" + id % 10);
      }
      blocks.add(block.build());
    }

    Frame all = Frame.concat(blocks);

    assertThat(all.rows()).isEqualTo(id);
    long row = 0;
    for (Frame block : blocks) {
      for (long at = 0; at < block.rows(); at += Math.max(1, block.rows() / 1_000)) {
        for (String name : schema.names()) {
          assertThat(all.get(row + at, name)).isEqualTo(block.get(at, name));
        }
      }
      row += block.rows();
    }
  }
}

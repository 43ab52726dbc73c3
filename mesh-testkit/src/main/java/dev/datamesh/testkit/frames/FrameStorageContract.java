package dev.datamesh.testkit.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.frame.FrameBuilder;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.FrameSink;
import dev.datamesh.core.spi.FrameSource;
import dev.datamesh.core.spi.FrameSource.Scan;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every storage of frames does that is both source and sink. */
public abstract class FrameStorageContract {

  /**
   * One place as a sink and as the source of what was put there. Immutable.
   *
   * @param sink takes rows once
   * @param source is asked only after that, unless a test says otherwise
   */
  public record Place(FrameSink sink, FrameSource source) {}

  /** For the classes that extend the kit. */
  protected FrameStorageContract() {}

  /** A place where nothing is yet, another one each time. */
  protected abstract Place emptyPlace();

  private static final Schema SCHEMA =
      Schema.of("id: int64!, at: timestamp_tz, name: string, amount: float64");

  private static Instant at(long seconds) {
    return Instant.parse("2024-01-01T00:00:00Z").plusSeconds(seconds);
  }

  private static Frame rows(int count) {
    FrameBuilder rows = Frame.builder(SCHEMA);
    for (int i = 0; i < count; i++) {
      rows.row(
          (long) i,
          i % 10 == 9 ? null : at(i),
          i % 7 == 3 ? null : "n" + i % 5,
          i % 11 == 5 ? null : i / 8.0);
    }
    return rows.build();
  }

  @Test
  void rows_come_back_in_their_order() {
    Place place = emptyPlace();
    place.sink().write(rows(5_000).blocks(700));
    assertThat(place.source().read(Scan.all()).collect()).isEqualTo(rows(5_000));
    assertThat(place.source().schema()).isEqualTo(SCHEMA);
  }

  @Test
  void columns_come_in_the_order_asked() {
    Place place = emptyPlace();
    place.sink().write(rows(100).blocks(100));
    Frame read = place.source().read(Scan.all().withColumns("amount", "id")).collect();
    assertThat(read.schema().names()).containsExactly("amount", "id");
    assertThat(read.get(99, "id")).isEqualTo(99L);
  }

  @Test
  void both_bounds_of_time_belong_to_a_scan_and_rows_without_time_do_not() {
    Place place = emptyPlace();
    place.sink().write(rows(100).blocks(100));
    Frame read =
        place.source().read(Scan.all().withColumns("id").withTimes("at", at(15), at(20))).collect();
    assertThat(read.toMaps())
        .extracting(row -> row.get("id"))
        .containsExactly(15L, 16L, 17L, 18L, 20L);
  }

  @Test
  void an_unknown_column_is_refused_with_those_there_are() {
    Place place = emptyPlace();
    place.sink().write(rows(10).blocks(10));
    assertThatThrownBy(() -> place.source().read(Scan.all().withColumns("nothing")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("amount");
  }

  @Test
  void what_is_there_is_not_written_over() {
    Place place = emptyPlace();
    place.sink().write(rows(10).blocks(10));
    assertThatThrownBy(() -> place.sink().write(rows(20).blocks(10)))
        .isInstanceOf(StorageException.class);
    assertThat(place.source().read(Scan.all()).collect().rows()).isEqualTo(10);
  }

  @Test
  void rows_that_break_off_leave_nothing() {
    Place place = emptyPlace();
    assertThatThrownBy(() -> place.sink().write(new BrokenBlocks()))
        .isInstanceOf(IllegalStateException.class);
    place.sink().write(rows(10).blocks(10));
    assertThat(place.source().read(Scan.all()).collect().rows()).isEqualTo(10);
  }

  /** One block and then a failure. */
  private static final class BrokenBlocks implements FrameBlocks {

    private int given;

    @Override
    public Schema schema() {
      return SCHEMA;
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Frame next() {
      if (given++ > 0) {
        throw new IllegalStateException("the source broke");
      }
      return rows(10);
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}

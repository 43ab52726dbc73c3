package dev.datamesh.core.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.time.LocalDate;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class BulkColumnsTest {

  private static Field field(String shorthand) {
    return Schema.of(shorthand).fields().get(0);
  }

  @Test
  void bulk_columns_equal_those_made_value_by_value() {
    BitSet nulls = new BitSet();
    nulls.set(1);
    assertThat(Frame.of(Column.of(field("n: int32"), new long[] {7, 99, -1, 5}, 3, nulls)))
        .isEqualTo(Frame.builder(Schema.of("n: int32")).row(7).row((Object) null).row(-1).build());
    assertThat(Column.of(field("d: date"), new long[] {1, 0}, 2, nulls).get(0))
        .isEqualTo(LocalDate.of(1970, 1, 2));
    assertThat(Column.of(field("p: decimal(5,2)"), new long[] {12345, 0}, 2, nulls).getText(0))
        .isEqualTo("123.45");
    assertThat(Column.of(field("s: string"), new String[] {"a", null}, 2, nulls).isNull(1))
        .isTrue();
    assertThat(Column.of(field("f: float32"), new float[] {1.5f, 0}, 2, nulls).get(0))
        .isEqualTo(1.5f);
    assertThat(Column.of(field("e: enum(a|b)"), new String[] {"b", null}, 2, nulls).get(0))
        .isEqualTo("b");
  }

  @Test
  void what_does_not_fit_names_its_row() {
    BitSet none = new BitSet();
    assertThatThrownBy(() -> Column.of(field("n: int32"), new long[] {1, 1L << 40}, 2, none))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("row 1");
    assertThatThrownBy(() -> Column.of(field("p: decimal(2,0)"), new long[] {100}, 1, none))
        .isInstanceOf(InvalidInputException.class);
    BitSet first = new BitSet();
    first.set(0);
    assertThatThrownBy(() -> Column.of(field("n: int64!"), new long[] {1}, 1, first))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not null");
    assertThatThrownBy(() -> Column.of(field("n: int64"), new long[] {1}, 2, none))
        .isInstanceOf(InvalidInputException.class);
  }
}

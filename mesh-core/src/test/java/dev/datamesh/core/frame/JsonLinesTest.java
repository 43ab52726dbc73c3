package dev.datamesh.core.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Schema;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {

  private static final Schema SALE = Schema.of("id: int64!, amount: float64, word: string");

  private static Frame read(String text) {
    return FrameReader.jsonLines(new StringReader(text), "sales.jsonl").schema(SALE).read();
  }

  @Test
  void missingKeysAreNullAndOthersPassedOver() {
    Frame frame =
        read("{\"id\":1,\"more\":{\"x\":[1]}}\n\n{\"word\":\"\",\"id\":2,\"amount\":1}\n");

    assertThat(frame.toCsv()).isEqualTo("id,amount,word\n1,,\n2,1.0,\"\"\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "{\"id\":1",
        "{\"id\":1.5}",
        "{\"id\":\"x\"}",
        "{\"amount\":1}",
        "{\"id\":1,\"id\":2}",
        "{\"id\":1,\"word\":7}",
        "nonsense"
      })
  void whatDoesNotFitIsNamedWithItsLine(String line) {
    assertThatThrownBy(() -> read("{\"id\":0}\n" + line))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("sales.jsonl, line ")
        .hasMessageContaining("(row ");
  }

  @Test
  void aSchemaIsNeeded() {
    assertThatThrownBy(() -> FrameReader.jsonLines(new StringReader("{}"), "t").read())
        .hasMessageContaining("without a schema");
  }

  @Test
  void listsAndStructsAreReadByTheirTypes() {
    Schema nested = Schema.of("tags: list<string!>, at: struct<day: date!, n: int32>");
    String text = "{\"tags\":[\"a\",\"b\"],\"at\":{\"day\":\"2024-01-01\",\"n\":3}}\n";

    Frame frame = FrameReader.jsonLines(new StringReader(text), "t").schema(nested).read();

    assertThat(frame.get(0, "tags")).isEqualTo(List.of("a", "b"));
    StringBuilder again = new StringBuilder();
    FrameWriter.jsonLines(again).write(frame);
    assertThat(again.toString()).isEqualTo(text);
    assertThatThrownBy(
            () ->
                FrameReader.jsonLines(new StringReader("{\"tags\":[null]}"), "t")
                    .schema(nested)
                    .read())
        .hasMessageContaining("column \"tags\": expected list<string!>");
  }
}

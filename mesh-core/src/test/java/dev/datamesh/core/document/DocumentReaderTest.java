package dev.datamesh.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.SourcePosition;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reader reads, what it refuses, and where it says the trouble is. */
class DocumentReaderTest {

  private final DocumentReader reader = DocumentReader.standard();

  private Node read(String text) {
    return reader.read(text, "test");
  }

  private SourcePosition refused(String text, String... words) {
    InvalidInputException e = catchThrowableOfType(InvalidInputException.class, () -> read(text));
    assertThat(e).as("refuses %s", text).isNotNull().hasMessageContainingAll(words);
    return e.problems().get(0).position();
  }

  private void limited(String text, String limit) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            LimitExceededException.class,
            e -> {
              assertThat(e.limit()).isEqualTo(limit);
              assertThat(e.getMessage()).contains("test");
            });
  }

  private static SourcePosition at(int line, int column) {
    return new SourcePosition("test", line, column);
  }

  @Test
  void every_node_knows_its_line_and_column_in_both_formats() {
    Node yaml = read("name: orders\nports:\n  - id: a\n    url: |\n      x\n");
    assertThat(yaml.at("/name").orElseThrow().position()).isEqualTo(at(1, 7));
    assertThat(yaml.at("/ports").orElseThrow().position()).isEqualTo(at(3, 3));
    assertThat(yaml.at("/ports/0").orElseThrow().position()).isEqualTo(at(3, 5));
    assertThat(yaml.at("/ports/0/url").orElseThrow().position()).isEqualTo(at(4, 10));
    assertThat(((Node.Mapping) yaml).entries().get("ports").keyPosition()).isEqualTo(at(2, 1));

    Node json = read("{\n  \"name\": \"ñ\", \"ports\": [\n    {\"id\": 1}]}");
    assertThat(json.at("/name").orElseThrow().position()).isEqualTo(at(2, 11));
    assertThat(json.at("/ports").orElseThrow().position()).isEqualTo(at(2, 25));
    assertThat(json.at("/ports/0/id").orElseThrow().position()).isEqualTo(at(3, 12));
    assertThat(((Node.Mapping) json).entries().get("ports").keyPosition()).isEqualTo(at(2, 16));
  }

  @Test
  void scalars_are_those_of_the_core_schema() {
    Map<String, Node> expected =
        Map.ofEntries(
            Map.entry("~", Node.ofNull()),
            Map.entry("null", Node.ofNull()),
            Map.entry("", Node.ofNull()),
            Map.entry("True", Node.of(true)),
            Map.entry("false", Node.of(false)),
            Map.entry("yes", Node.of("yes")),
            Map.entry("on", Node.of("on")),
            Map.entry("12", Node.of(12)),
            Map.entry("-1.50", Node.of(new BigDecimal("-1.5"))),
            Map.entry("0x1F", Node.of(31)),
            Map.entry("0o17", Node.of(15)),
            Map.entry("017", Node.of(17)),
            Map.entry("1e3", Node.of(1000)),
            Map.entry(".inf", Node.of(".inf")),
            Map.entry("12:30:00", Node.of("12:30:00")),
            Map.entry("2024-01-01", Node.of("2024-01-01")),
            Map.entry("'12'", Node.of("12")),
            Map.entry("!!str 12", Node.of("12")),
            Map.entry("! 12", Node.of("12")),
            Map.entry("!!int 12", Node.of(12)),
            Map.entry("!!float 12", Node.of(12)),
            Map.entry("!!null null", Node.ofNull()));
    expected.forEach(
        (text, node) ->
            assertThat(read("v: " + text).find("v")).as("value %s", text).contains(node));
  }

  @Test
  void numbers_are_exact() {
    String digits = "0.1234567890123456789012345678901234567890";
    assertThat(read("{\"n\": " + digits + "}").find("n")).contains(Node.of(new BigDecimal(digits)));
    assertThat(read("n: " + digits).find("n")).contains(Node.of(new BigDecimal(digits)));
    assertThat(read("{\"n\": 9223372036854775808}").find("n"))
        .contains(Node.of(new BigDecimal("9223372036854775808")));
  }

  @Test
  void aliases_are_expanded_and_unknown_or_recursive_ones_refused() {
    assertThat(read("a: &x {k: 1}\nb: *x\n").at("/b/k")).contains(Node.of(1));
    assertThat(read("a: &x 1\nb: &x 2\nc: *x\n").at("/c")).contains(Node.of(2));
    assertThat(refused("a: *nobody\n", "nobody")).isEqualTo(at(1, 4));
    assertThat(refused("a: &x [1, *x]\n", "its own anchor")).isEqualTo(at(1, 11));
  }

  @Test
  void duplicate_and_merge_keys_are_refused_by_name() {
    assertThat(refused("a: 1\nb: 2\na: 3\n", "\"a\"", "first at test:1:1")).isEqualTo(at(3, 1));
    assertThat(refused("{\"a\": 1,\n \"a\": 2}", "\"a\"", "first at test:1:2")).isEqualTo(at(2, 2));
    assertThat(refused("x: &x {a: 1}\ny:\n  <<: *x\n", "merge keys", "<<")).isEqualTo(at(3, 3));
    assertThat(refused("{a: 1, a: 2}", "\"a\"")).isEqualTo(at(1, 8));
    assertThat(read("{\"<<\": 1}").find("<<")).contains(Node.of(1));
  }

  @Test
  void tags_name_no_classes() {
    assertThat(refused("a: !!java.net.URL [http://example.org]\n", "tag")).isEqualTo(at(1, 4));
    refused("!!javax.script.ScriptEngineManager {}", "tag");
    refused("a: !custom x", "!custom");
    refused("a: !!binary aGVsbG8=", "tag");
    refused("a: !!int x", "does not fit");
    refused("a: !!set {x}", "tag");
  }

  @Test
  void a_second_document_and_an_empty_one_are_refused() {
    assertThat(refused("a: 1\n---\nb: 2\n", "second document")).isEqualTo(at(2, 1));
    refused("", "empty");
    refused("# only a comment\n", "empty");
    refused("{\"a\": 1} {\"b\": 2}", "test");
    assertThat(read("---\na: 1\n...\n").find("a")).contains(Node.of(1));
  }

  @Test
  void a_byte_order_mark_is_passed_over_and_other_bytes_must_be_utf8() {
    byte[] marked = "\uFEFFa: é\n".getBytes(StandardCharsets.UTF_8);
    assertThat(reader.read(marked, "test").find("a")).contains(Node.of("é"));
    byte[] json = "\uFEFF{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
    assertThat(reader.read(json, "test").find("a")).contains(Node.of(1));
    byte[][] malformed = {
      {(byte) 0x80}, {(byte) 0xC0, (byte) 0xAF}, {(byte) 0xE0, (byte) 0x80, (byte) 0x80},
      {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {(byte) 0xF5, 0, 0, 0}, {(byte) 0xC3},
      {(byte) 0xF0, (byte) 0x9F, (byte) 0x98}, {(byte) 0xFF, (byte) 0xFE}
    };
    for (byte[] bad : malformed) {
      byte[] bytes = new byte[7 + bad.length];
      System.arraycopy("a: b\né".getBytes(StandardCharsets.UTF_8), 0, bytes, 0, 7);
      System.arraycopy(bad, 0, bytes, 7, bad.length);
      InvalidInputException e =
          catchThrowableOfType(InvalidInputException.class, () -> reader.read(bytes, "test"));
      assertThat(e.problems().get(0).position()).isEqualTo(at(2, 2));
    }
  }

  @Test
  void utf8_is_judged_as_the_jdk_judges_it() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(6)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) {
        bytes[0] = (byte) (0xC0 | bytes[0]);
      }
      boolean valid = true;
      try {
        StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
      } catch (java.nio.charset.CharacterCodingException e) {
        valid = false;
      }
      boolean accepted = true;
      try {
        Utf8.decode(bytes, new ReadingErrors("test", DocumentLimits.STANDARD));
      } catch (InvalidInputException e) {
        accepted = false;
      }
      assertThat(accepted).as("bytes %s", java.util.Arrays.toString(bytes)).isEqualTo(valid);
    }
  }

  @Test
  void control_characters_are_refused_where_they_stand() {
    assertThat(refused("a: b\nc: \u0000\n", "U+0000")).isEqualTo(at(2, 4));
    refused("{\"a\": \"x\u0000y\"}", "test");
    assertThat(read("{\"a\": \"\\u0000\"}").find("a")).contains(Node.of("\0"));
    assertThat(refused("a: [1, 2\nb: 3", "test").isKnown()).isTrue();
    assertThat(read("{\"a\": 1,}").find("a")).contains(Node.of(1));
    assertThat(refused("{\"a\" 1}", "test").isKnown()).isTrue();
    assertThat(refused("a: 'b\nc", "test").isKnown()).isTrue();
  }

  @Test
  void depth_is_bounded_in_every_notation() {
    int deep = 100_000;
    limited("[".repeat(deep), "document depth");
    limited("{\"a\":".repeat(deep), "document depth");
    limited("{a: ".repeat(deep), "document depth");
    limited("- ".repeat(deep) + "x", "document depth");
    refused("? ".repeat(300) + "x", "expected a plain key");
    StringBuilder nested = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      nested.append(" ".repeat(i)).append("a:\n");
    }
    limited(nested.toString(), "document depth");
    StringBuilder ladder = new StringBuilder("a0: &a0 [1]\n");
    for (int i = 1; i < 90; i++) {
      ladder.append("a%d: &a%d [[[*a%d]]]\n".formatted(i, i, i - 1));
    }
    limited(ladder.toString(), "document depth");
    read("[".repeat(199) + "]".repeat(199));
  }

  @Test
  void alias_bombs_are_counted_before_they_are_built() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
      String names = ("*a" + (i - 1) + ",").repeat(9);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, names));
    }
    limited(bomb.toString(), "document nodes");
    limited("a: &a x\nb: [" + "*a,".repeat(101) + "]\n", "document aliases");
  }

  @Test
  void digits_are_bounded() {
    String digits = "1".repeat(30_000_000);
    limited("n: " + digits, "document line");
    limited("n: " + "1".repeat(1_000_000), "document digits");
    limited("{\"n\": " + digits + "}", "document digits");
    limited("n: 0x" + "f".repeat(2_000), "document digits");
    refused("n: 1e99999999999", "out of range");
    refused("{\"n\": 1e99999999999}", "test");
    assertThat(read("n: a" + "1".repeat(5_000)).at("/n")).isPresent();
  }

  @Test
  void size_is_bounded_without_reading_what_is_beyond(@TempDir Path folder) throws Exception {
    Path large = folder.resolve("digits.json");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(1L << 30);
    }
    assertThatThrownBy(() -> reader.read(large))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("1,073,741,824 bytes");
    assertThatThrownBy(() -> read("[" + "x ".repeat(2_000_000)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> reader.read(folder.resolve("none")))
        .isInstanceOf(NotFoundException.class);
    DocumentLimits small = new DocumentLimits(10, 5, 5, 4, 5);
    assertThatThrownBy(() -> DocumentReader.within(small).read("12345678901", "test"))
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> DocumentReader.within(small).read("[1,[2,3]]", "t"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("more than 4 nodes");
  }

  @Test
  void whatever_the_bytes_the_answer_is_a_tree_or_a_typed_error() {
    String[] words = {
      "a",
      ": ",
      "- ",
      "\n",
      "  ",
      "{",
      "}",
      "[",
      "]",
      ",",
      "\"",
      "'",
      "&x ",
      "*x",
      "!!str ",
      "!",
      "#",
      "|",
      ">",
      "\t",
      "? ",
      "1",
      "---\n",
      "...\n",
      "%YAML 1.2\n",
      "\\",
      "<<",
      "\u0000",
      "é",
      "null",
      "@",
      "`",
      "\r",
      "~"
    };
    for (long seed = 0; seed < 30_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(20); i >= 0; i--) {
        text.append(words[random.nextInt(words.length)]);
      }
      try {
        Node tree = read(text.toString());
        assertThat(read(DocumentWriter.yaml().write(tree))).isEqualTo(tree);
      } catch (MeshException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ": <" + text + ">", e);
      }
    }
  }
}

package dev.datamesh.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer writes, the reader reads back equal. */
class DocumentWriterTest {

  private static final List<String> HARD =
      List.of(
          "",
          " ",
          "true",
          "null",
          "~",
          "1",
          "1.0",
          "-",
          "- a",
          "a: b",
          "#",
          "a #b",
          "'",
          "\"",
          "a\nb",
          "a\n",
          "\na",
          "a\n\n",
          " a\n b",
          "\t",
          "a\tb",
          "\u0000",
          "\u0007",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "ñandú",
          "日本",
          "😀",
          "<<",
          "0x1F",
          "0o17",
          ".inf",
          ".NaN",
          "---",
          "...",
          "%a",
          "@a",
          "`a",
          "!a",
          "&a",
          "*a",
          "|",
          ">",
          "{}",
          "[]",
          "?",
          ":",
          "a:",
          "yes",
          "1e3",
          "+1",
          "\\",
          "/",
          "~0",
          "x".repeat(2000),
          "line one\n  line two\n\n",
          "\r",
          "a\r\nb");

  private final DocumentReader reader = DocumentReader.standard();

  @Test
  void a_tree_is_written_as_people_write_it() {
    Map<String, Node> owner = new LinkedHashMap<>();
    owner.put("email", Node.of("a@b.com"));
    owner.put("since", Node.of("2024-01-01"));
    Map<String, Node> root = new LinkedHashMap<>();
    root.put("name", Node.of("orders"));
    root.put("owner", Node.of(owner));
    root.put("tags", Node.of(List.of(Node.of("a"), Node.of("true"), Node.of(3))));
    root.put("empty", Node.of(List.of()));
    root.put("text", Node.of("first\nsecond\n"));
    Node tree = Node.of(root);

    assertThat(DocumentWriter.yaml().write(tree))
        .isEqualTo(
            """
            name: orders
            owner:
              email: a@b.com
              since: 2024-01-01
            tags:
              - a
              - "true"
              - 3
            empty: []
            text: |
              first
              second
            """
                .replace("\"true\"", "'true'"));
    assertThat(DocumentWriter.json().write(tree))
        .isEqualTo(
            "{\"name\":\"orders\",\"owner\":{\"email\":\"a@b.com\",\"since\":\"2024-01-01\"},"
                + "\"tags\":[\"a\",\"true\",3],\"empty\":[],\"text\":\"first\\nsecond\\n\"}");
    assertThat(DocumentWriter.prettyJson().write(Node.of(Map.of("a", Node.of(1)))))
        .isEqualTo("{\n  \"a\" : 1\n}\n");
  }

  @Test
  void every_hard_text_survives_as_value_and_as_key() {
    for (String text : HARD) {
      Node tree = Node.of(Map.of("v", Node.of(text), "k" + text, Node.of(List.of(Node.of(text)))));
      readsBack(tree, "text " + text);
      readsBack(Node.of(Map.of(text, Node.of(text))), "key " + text);
    }
  }

  @Test
  void random_trees_survive() {
    for (long seed = 0; seed < 500; seed++) {
      readsBack(tree(new Random(seed), 0), "seed " + seed);
    }
  }

  @Test
  void numbers_keep_every_digit() {
    for (String number :
        List.of("0", "-0", "1.10", "1E+400", "123456789012345678901234567890.123", "1e-7")) {
      readsBack(Node.of(new BigDecimal(number)), number);
      readsBack(Node.of(new BigDecimal(new BigInteger("7").pow(300))), number);
    }
  }

  @Test
  void a_file_is_replaced_as_a_whole(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("products.json");
    Files.writeString(file, "old and longer than what comes");
    DocumentWriter.json().write(Node.of(1), file);
    assertThat(file).hasContent("1");
    assertThat(folder.toFile().list()).containsExactly("products.json");
  }

  @Test
  void a_pointer_finds_what_it_names() {
    Node tree = reader.read("{\"a\": [{\"b/c\": 1, \"~\": 2}], \"\": 3}", "test");
    assertThat(tree.at("")).contains(tree);
    assertThat(tree.at("/a/0/b~1c")).contains(Node.of(1));
    assertThat(tree.at("/a/0/~0")).contains(Node.of(2));
    assertThat(tree.at("/")).contains(Node.of(3));
    assertThat(tree.at("/a/1")).isEmpty();
    assertThat(tree.at("/a/00")).isEmpty();
    assertThat(tree.at("a")).isEmpty();
    assertThat(Pointer.then(Pointer.then("", "a~/b"), 3)).isEqualTo("/a~0~1b/3");
  }

  private void readsBack(Node tree, String what) {
    for (DocumentWriter writer :
        List.of(DocumentWriter.json(), DocumentWriter.prettyJson(), DocumentWriter.yaml())) {
      String text = writer.write(tree);
      assertThat(reader.read(text, "written")).as("%s written as %s", what, text).isEqualTo(tree);
    }
  }

  private static Node tree(Random random, int depth) {
    int kind = random.nextInt(depth > 5 ? 5 : 9);
    return switch (kind) {
      case 0 -> Node.of(HARD.get(random.nextInt(HARD.size())));
      case 1 -> Node.of(random.nextLong());
      case 2 -> Node.of(random.nextBoolean());
      case 3 -> Node.ofNull();
      case 4 -> Node.of(new BigDecimal(random.nextGaussian()));
      case 5, 6 -> {
        List<Node> items = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          items.add(tree(random, depth + 1));
        }
        yield Node.of(items);
      }
      default -> {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          entries.put(HARD.get(random.nextInt(HARD.size())), tree(random, depth + 1));
        }
        yield Node.of(entries);
      }
    };
  }
}

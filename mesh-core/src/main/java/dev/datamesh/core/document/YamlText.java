package dev.datamesh.core.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Writes trees as YAML by snakeyaml-engine's emitter, which quotes what plain would misread. */
final class YamlText {

  private static final int LONGEST_SIMPLE_KEY = 1024;

  private YamlText() {}

  static String write(Node node) {
    DumpSettings settings =
        DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndent(2)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(Integer.MAX_VALUE)
            .setSplitLines(false)
            .setMaxSimpleKeyLength(LONGEST_SIMPLE_KEY)
            .setBestLineBreak("\n")
            .setDereferenceAliases(true)
            .build();
    Text text = new Text();
    new Dump(settings).dumpNode(convert(node), text);
    return text.written.toString();
  }

  private static org.snakeyaml.engine.v2.nodes.Node convert(Node node) {
    if (node instanceof Node.Mapping mapping) {
      List<NodeTuple> tuples = new ArrayList<>(mapping.entries().size());
      for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
        tuples.add(new NodeTuple(key(entry.getKey()), convert(entry.getValue().value())));
      }
      return new MappingNode(Tag.MAP, tuples, styleOf(tuples.isEmpty()));
    }
    if (node instanceof Node.Sequence sequence) {
      List<org.snakeyaml.engine.v2.nodes.Node> items = new ArrayList<>(sequence.items().size());
      sequence.items().forEach(item -> items.add(convert(item)));
      return new SequenceNode(Tag.SEQ, items, styleOf(items.isEmpty()));
    }
    if (node instanceof Node.Text text) {
      return text(text.value());
    }
    if (node instanceof Node.Num number) {
      String digits = number.value().toString();
      boolean whole = digits.chars().allMatch(c -> c == '-' || Character.isDigit(c));
      return new ScalarNode(whole ? Tag.INT : Tag.FLOAT, digits, ScalarStyle.PLAIN);
    }
    if (node instanceof Node.Bool bool) {
      return new ScalarNode(Tag.BOOL, Boolean.toString(bool.value()), ScalarStyle.PLAIN);
    }
    return new ScalarNode(Tag.NULL, "null", ScalarStyle.PLAIN);
  }

  private static FlowStyle styleOf(boolean isEmpty) {
    return isEmpty ? FlowStyle.FLOW : FlowStyle.BLOCK;
  }

  private static ScalarNode key(String name) {
    ScalarStyle style = name.equals("<<") ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN;
    return new ScalarNode(Tag.STR, name, isUnusual(name) ? ScalarStyle.DOUBLE_QUOTED : style);
  }

  private static ScalarNode text(String value) {
    if (isUnusual(value)) {
      return new ScalarNode(Tag.STR, value, ScalarStyle.DOUBLE_QUOTED);
    }
    boolean hasLines = value.indexOf('\n') >= 0 && !value.isBlank();
    return new ScalarNode(Tag.STR, value, hasLines ? ScalarStyle.LITERAL : ScalarStyle.PLAIN);
  }

  /** Whether a text has characters that only an escape keeps. */
  private static boolean isUnusual(String value) {
    return value.chars().anyMatch(c -> (c < ' ' && c != '\n') || (c >= 0x7F && c < 0xA0))
        || value.indexOf('\u2028') >= 0
        || value.indexOf('\u2029') >= 0
        || value.indexOf('\uFEFF') >= 0
        || value.chars().anyMatch(c -> Character.isSurrogate((char) c));
  }

  /** Collects what the emitter writes. */
  private static final class Text implements StreamDataWriter {

    private final StringBuilder written = new StringBuilder();

    @Override
    public void write(String text) {
      written.append(text);
    }

    @Override
    public void write(String text, int from, int length) {
      written.append(text, from, from + length);
    }
  }
}

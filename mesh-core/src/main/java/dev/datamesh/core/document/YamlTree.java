package dev.datamesh.core.document;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads one YAML document by snakeyaml-engine's composer. For one thread at a time. */
final class YamlTree {

  private final String source;
  private final DocumentLimits limits;
  private long nodes;

  YamlTree(String source, DocumentLimits limits) {
    this.source = source;
    this.limits = limits;
  }

  Node read(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source)
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(limits.aliases())
            .setCodePointLimit((int) Math.min(Integer.MAX_VALUE, limits.bytes()))
            .build();
    try {
      Optional<org.snakeyaml.engine.v2.nodes.Node> root =
          new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
              .getSingleNode();
      if (root.isEmpty()) {
        throw invalid(new SourcePosition(source, 1, 1), "the document is empty");
      }
      return convert(root.get(), 0);
    } catch (MarkedYamlEngineException e) {
      throw invalid(
          e.getProblemMark().map(this::place).orElse(SourcePosition.UNKNOWN),
          String.valueOf(e.getProblem()));
    } catch (YamlEngineException e) {
      throw invalid(SourcePosition.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  private Node convert(org.snakeyaml.engine.v2.nodes.Node node, int depth) {
    SourcePosition at = node.getStartMark().map(this::place).orElse(SourcePosition.UNKNOWN);
    if (depth > limits.depth()) {
      throw new LimitExceededException(
          "Cannot read %s, it is nested deeper than %d".formatted(at, limits.depth()),
          "document depth",
          limits.depth());
    }
    if (++nodes > limits.nodes()) {
      throw new LimitExceededException(
          "Cannot read %s, it has more than %,d nodes".formatted(at, limits.nodes()),
          "document nodes",
          limits.nodes());
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, at, depth);
    }
    if (node instanceof SequenceNode sequence) {
      List<Node> items = new ArrayList<>();
      for (org.snakeyaml.engine.v2.nodes.Node item : sequence.getValue()) {
        items.add(convert(item, depth + 1));
      }
      return new Node.Sequence(items, at);
    }
    return scalar((ScalarNode) node, at);
  }

  private Node mapping(MappingNode mapping, SourcePosition at, int depth) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      SourcePosition keyAt =
          tuple.getKeyNode().getStartMark().map(this::place).orElse(SourcePosition.UNKNOWN);
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw invalid(keyAt, "expected a plain key, found a collection");
      }
      String name = key.getValue();
      if (name.equals("<<") && key.isPlain()) {
        throw invalid(keyAt, "merge keys (<<) are not part of YAML 1.2: write the keys out");
      }
      Node.Entry earlier = entries.get(name);
      if (earlier != null) {
        throw invalid(
            keyAt,
            "the key \""
                + name
                + "\" stands here a second time, first at "
                + earlier.keyPosition());
      }
      entries.put(name, new Node.Entry(keyAt, convert(tuple.getValueNode(), depth + 1)));
    }
    return new Node.Mapping(entries, at);
  }

  private Node scalar(ScalarNode scalar, SourcePosition at) {
    String value = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.STR)) {
      return new Node.Text(value, at);
    }
    if (tag.equals(Tag.NULL)) {
      return new Node.Null(at);
    }
    if (tag.equals(Tag.BOOL)) {
      return new Node.Bool(value.equalsIgnoreCase("true"), at);
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(value, at);
    }
    throw invalid(at, "the tag " + tag.getValue() + " is not accepted");
  }

  private Node number(String value, SourcePosition at) {
    if (value.length() > limits.digits()) {
      throw new LimitExceededException(
          "Cannot read %s, a number has %,d digits and the limit is %,d"
              .formatted(at, value.length(), limits.digits()),
          "document digits",
          limits.digits());
    }
    String digits = value.startsWith("+") ? value.substring(1) : value;
    if (digits.startsWith("0x")) {
      return new Node.Num(new BigDecimal(new BigInteger(digits.substring(2), 16)), at);
    }
    if (digits.startsWith("0o")) {
      return new Node.Num(new BigDecimal(new BigInteger(digits.substring(2), 8)), at);
    }
    String lower = digits.toLowerCase(java.util.Locale.ROOT);
    if (lower.endsWith(".inf") || lower.equals(".nan")) {
      return new Node.Text(value, at);
    }
    return new Node.Num(new BigDecimal(digits), at);
  }

  private SourcePosition place(Mark mark) {
    return new SourcePosition(source, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private InvalidInputException invalid(SourcePosition at, String message) {
    return new InvalidInputException(
        "Cannot read " + source, List.of(new Problem("", at, message)));
  }
}

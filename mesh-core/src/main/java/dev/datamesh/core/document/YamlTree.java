package dev.datamesh.core.document;

import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.SourcePosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads one YAML document from snakeyaml-engine's events. The tree is built here and not by the
 * engine's composer, so that depth, nodes and aliases are counted before anything is made of them;
 * an alias shares its anchor's tree and counts as often as it is used. For one thread at a time.
 */
final class YamlTree {

  /** What an anchor names: a tree, how many nodes it has, and how deep it is. */
  private record Anchored(Node node, long nodes, int depth) {}

  /** The limit on lines, which holds for YAML alone. */
  static final String LINE = "document line";

  private static final int LONGEST_LINE = 1 << 20;
  private static final int LARGEST_BUFFER = 64 << 10;

  private final ReadingErrors errors;
  private final String source;
  private final DocumentLimits limits;
  private final YamlScalars scalars;
  private final Map<String, Optional<Anchored>> anchors = new HashMap<>();
  private long nodes;
  private int aliases;
  private int deepest;

  YamlTree(String source, DocumentLimits limits) {
    this.source = source;
    this.limits = limits;
    this.errors = new ReadingErrors(source, limits);
    this.scalars = new YamlScalars(errors);
  }

  Node read(String text) {
    requireLines(text);
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source)
            .setCodePointLimit((int) Math.min(Integer.MAX_VALUE, limits.bytes()))
            .setBufferSize(Math.min(LARGEST_BUFFER, text.length() + 1))
            .build();
    try {
      return document(new ParserImpl(settings, new StreamReader(settings, text)));
    } catch (MarkedYamlEngineException e) {
      SourcePosition at = e.getProblemMark().map(this::place).orElse(SourcePosition.UNKNOWN);
      throw errors.invalid(at, String.valueOf(e.getProblem()), e);
    } catch (ReaderException e) {
      String message = "the character U+%04X is not allowed in YAML".formatted(e.getCodePoint());
      throw errors.invalid(errors.placeOf(text, e.getPosition()), message, e);
    } catch (YamlEngineException e) {
      throw errors.invalid(SourcePosition.UNKNOWN, String.valueOf(e.getMessage()), e);
    }
  }

  /** The engine keeps a line in memory and copies it as it grows, so that lines need a bound. */
  private void requireLines(String text) {
    int line = 1;
    int start = 0;
    while (text.length() - start > LONGEST_LINE) {
      int end = text.indexOf('\n', start);
      if ((end < 0 ? text.length() : end) - start > LONGEST_LINE) {
        throw new LimitExceededException(
            "Cannot read %s, a line of YAML has more than %,d characters"
                .formatted(new SourcePosition(source, line, LONGEST_LINE + 1), LONGEST_LINE),
            LINE,
            LONGEST_LINE);
      }
      start = end + 1;
      line++;
    }
  }

  private Node document(ParserImpl events) {
    events.next();
    if (!events.checkEvent(Event.ID.DocumentStart)) {
      throw errors.invalid(new SourcePosition(source, 1, 1), "the document is empty");
    }
    events.next();
    Node root = node(events, 0);
    events.next();
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      throw errors.invalid(
          place(events.peekEvent()), "a second document begins here, expected one alone");
    }
    return root;
  }

  private Node node(ParserImpl events, int depth) {
    Event event = events.next();
    SourcePosition at = place(event);
    if (event instanceof AliasEvent alias) {
      return alias(alias, at, depth);
    }
    long before = nodes;
    int outer = deepest;
    deepest = depth;
    count(1, at);
    if (depth > limits.depth()) {
      throw errors.tooDeep(at);
    }
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    anchor.ifPresent(name -> anchors.put(name.getValue(), Optional.empty()));
    Node made;
    if (event instanceof ScalarEvent scalar) {
      made = scalars.read(scalar, at);
    } else {
      requirePlainTag((CollectionStartEvent) event, at);
      made =
          event instanceof MappingStartEvent
              ? mapping(events, at, depth)
              : sequence(events, at, depth);
    }
    int below = deepest - depth;
    deepest = Math.max(outer, deepest);
    long size = nodes - before;
    anchor.ifPresent(
        name -> anchors.put(name.getValue(), Optional.of(new Anchored(made, size, below))));
    return made;
  }

  private Node alias(AliasEvent alias, SourcePosition at, int depth) {
    String name = alias.getAlias().getValue();
    Optional<Anchored> anchored = anchors.get(name);
    if (anchored == null) {
      throw errors.invalid(at, "the alias *" + name + " has no anchor before it");
    }
    if (anchored.isEmpty()) {
      throw errors.invalid(at, "the alias *" + name + " stands within its own anchor");
    }
    if (++aliases > limits.aliases()) {
      throw new LimitExceededException(
          "Cannot read %s, it has more than %,d aliases".formatted(at, limits.aliases()),
          "document aliases",
          limits.aliases());
    }
    count(anchored.get().nodes(), at);
    deepest = Math.max(deepest, depth + anchored.get().depth());
    if (deepest > limits.depth()) {
      throw errors.tooDeep(at);
    }
    return anchored.get().node();
  }

  private void count(long more, SourcePosition at) {
    nodes += more;
    if (nodes > limits.nodes()) {
      throw errors.tooManyNodes(at);
    }
  }

  private void requirePlainTag(CollectionStartEvent event, SourcePosition at) {
    String tag = event.getTag().orElse("!");
    boolean isOwn =
        tag.equals("!")
            || tag.equals(
                event instanceof MappingStartEvent
                    ? "tag:yaml.org,2002:map"
                    : "tag:yaml.org,2002:seq");
    if (!isOwn) {
      throw errors.tagRefused(tag, at);
    }
  }

  private Node sequence(ParserImpl events, SourcePosition at, int depth) {
    Growing.Items items = new Growing.Items();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(events, depth + 1));
    }
    events.next();
    return new Node.Sequence(items, at);
  }

  private Node mapping(ParserImpl events, SourcePosition at, int depth) {
    Growing.Entries entries = new Growing.Entries();
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      Event event = events.next();
      SourcePosition keyAt = place(event);
      String name = key(event, keyAt);
      Node.Entry entry = new Node.Entry(keyAt, node(events, depth + 1));
      Node.Entry earlier = entries.putIfAbsent(name, entry);
      if (earlier != null) {
        throw errors.duplicateKey(name, keyAt, earlier.keyPosition());
      }
    }
    events.next();
    return new Node.Mapping(entries, at);
  }

  private String key(Event event, SourcePosition at) {
    if (!(event instanceof ScalarEvent key)) {
      throw errors.invalid(at, "expected a plain key, found an alias or a collection");
    }
    if (key.isPlain() && key.getValue().equals("<<")) {
      throw errors.invalid(at, "merge keys (<<) are not part of YAML 1.2: write the keys out");
    }
    scalars.read(key, at);
    key.getAnchor()
        .ifPresent(
            name ->
                anchors.put(
                    name.getValue(), Optional.of(new Anchored(scalars.read(key, at), 1, 0))));
    return key.getValue();
  }

  private SourcePosition place(Event event) {
    Mark mark = event.getStartMark().orElse(null);
    return mark == null ? SourcePosition.UNKNOWN : place(mark);
  }

  private SourcePosition place(Mark mark) {
    return new SourcePosition(source, mark.getLine() + 1, mark.getColumn() + 1);
  }
}

package dev.datamesh.core.document;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mapping key by key and collects what is wrong with it, so that one reading reports every
 * problem with its path and place. A value that cannot be used is reported and replaced by the
 * fallback; the caller asks for the problems at the end. For one thread at a time.
 */
public final class MappingDraft {

  private final Node.Mapping mapping;
  private final String path;
  private final List<Problem> problems;
  private final Set<String> read = new HashSet<>();

  private MappingDraft(Node.Mapping mapping, String path, List<Problem> problems) {
    this.mapping = mapping;
    this.path = path;
    this.problems = problems;
  }

  /**
   * Starts at a node; one that is no mapping is a problem and reads as an empty mapping.
   *
   * @param path JSON Pointer of the node, empty for a whole document
   * @param problems where problems are added
   */
  public static MappingDraft of(Node node, String path, List<Problem> problems) {
    if (node instanceof Node.Mapping mapping) {
      return new MappingDraft(mapping, path, problems);
    }
    problems.add(new Problem(path, node.position(), "expected a mapping, found " + shown(node)));
    return new MappingDraft(new Node.Mapping(Map.of(), node.position()), path, problems);
  }

  public Node.Mapping mapping() {
    return mapping;
  }

  public String path() {
    return path;
  }

  public SourcePosition position() {
    return mapping.position();
  }

  public boolean has(String key) {
    return find(key).isPresent();
  }

  /** The value under a key; a null value counts as absent. */
  public Optional<Node> find(String key) {
    read.add(key);
    return mapping.find(key).filter(node -> !(node instanceof Node.Null));
  }

  /** A text that must be there and not be blank. */
  public String required(String key, String expected) {
    Optional<Node> node = find(key);
    if (node.isEmpty()) {
      problems.add(new Problem(pathOf(key), position(), "is missing; expected " + expected));
      return "";
    }
    String text = text(key, expected);
    if (text.isBlank() && node.get() instanceof Node.Text) {
      problem(key, "is empty; expected " + expected);
    }
    return text;
  }

  /** A text, empty where the key is absent. */
  public String text(String key, String expected) {
    return find(key).map(node -> textOf(node, pathOf(key), expected)).orElse("");
  }

  /** A text that a function understands; what it refuses is reported at the value's place. */
  public <T> T parsed(String key, String expected, T fallback, Function<String, T> reader) {
    Optional<Node> node = find(key);
    if (node.isEmpty()) {
      return fallback;
    }
    if (!(node.get() instanceof Node.Text text)) {
      problem(key, "expected " + expected + ", found " + shown(node.get()));
      return fallback;
    }
    try {
      return reader.apply(text.value());
    } catch (MeshException e) {
      problem(key, reason(e));
      return fallback;
    }
  }

  /** A list of texts, empty where the key is absent. */
  public List<String> texts(String key, String expected) {
    List<String> texts = new ArrayList<>();
    List<Node> items = items(key, expected);
    for (int i = 0; i < items.size(); i++) {
      String text = textOf(items.get(i), pathOf(key) + "/" + i, expected);
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** The items of a sequence, none where the key is absent. */
  public List<Node> items(String key, String expected) {
    Optional<Node> node = find(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof Node.Sequence sequence) {
      return sequence.items();
    }
    problem(key, "expected a list of " + expected + ", found " + shown(node.get()));
    return List.of();
  }

  /** Drafts of the mappings in a list, none where the key is absent. */
  public List<MappingDraft> drafts(String key, String expected) {
    List<MappingDraft> drafts = new ArrayList<>();
    List<Node> items = items(key, expected);
    for (int i = 0; i < items.size(); i++) {
      drafts.add(of(items.get(i), pathOf(key) + "/" + i, problems));
    }
    return drafts;
  }

  /** The draft of a mapping within, where the key is there. */
  public Optional<MappingDraft> draft(String key) {
    return find(key).map(node -> of(node, pathOf(key), problems));
  }

  /** Drafts of all values, by key, in the document's order. */
  public Map<String, MappingDraft> draftsByKey() {
    Map<String, MappingDraft> drafts = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((key, entry) -> drafts.put(key, of(entry.value(), pathOf(key), problems)));
    read.addAll(mapping.keys());
    return drafts;
  }

  /** The entries under {@code x-…} keys, which any mapping may carry. */
  public Map<String, Node> extensions() {
    Map<String, Node> kept = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (key.startsWith("x-")) {
                kept.put(key, entry.value());
                read.add(key);
              }
            });
    return kept;
  }

  /** Reports every key that nobody asked for. */
  public void refuseOthers(Collection<String> known) {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!read.contains(key) && !known.contains(key)) {
                problems.add(
                    new Problem(
                        pathOf(key),
                        entry.keyPosition(),
                        "the key \"%s\" is not known here; expected %s"
                            .formatted(key, String.join(", ", known))));
              }
            });
  }

  /** A text, null where the key is absent or holds no text, which is reported elsewhere. */
  public @Nullable String textOrNull(String key) {
    return find(key).flatMap(Node::text).orElse(null);
  }

  /**
   * Adds a problem that was found at a path within this mapping, unless there is one at that path
   * already.
   */
  public void add(Problem problem) {
    String place = path + problem.path();
    if (problems.stream().noneMatch(known -> known.path().equals(place))) {
      problems.add(new Problem(place, problem.position(), problem.message()));
    }
  }

  /** Whether a problem was found within this mapping. */
  public boolean hasProblems() {
    return problems.stream()
        .anyMatch(problem -> problem.path().equals(path) || problem.path().startsWith(path + "/"));
  }

  /** Reports a problem with the value under a key. */
  public void problem(String key, String message) {
    SourcePosition at = mapping.find(key).map(Node::position).orElse(position());
    problems.add(new Problem(pathOf(key), at, message));
  }

  /** Reports a problem with an item of a list under a key. */
  public void problem(String key, int item, Node node, String message) {
    problems.add(new Problem(pathOf(key) + "/" + item, node.position(), message));
  }

  /** Throws all problems found so far as one, where there are any. */
  public static void throwIfAny(String sentence, List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(sentence, problems);
    }
  }

  private String textOf(Node node, String where, String expected) {
    if (node instanceof Node.Text text) {
      return text.value();
    }
    problems.add(
        new Problem(where, node.position(), "expected " + expected + ", found " + shown(node)));
    return "";
  }

  private String pathOf(String key) {
    return path + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  private static String shown(Node node) {
    if (node instanceof Node.Mapping) {
      return "a mapping";
    }
    if (node instanceof Node.Sequence) {
      return "a list";
    }
    return node instanceof Node.Null ? "nothing" : "the " + node.kind() + " " + node;
  }

  /** The reason inside {@code Cannot …, reason}; the sentence itself where it has no such form. */
  private static String reason(MeshException e) {
    return String.valueOf(e.getMessage());
  }
}

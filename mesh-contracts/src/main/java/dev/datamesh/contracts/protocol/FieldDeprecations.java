package dev.datamesh.contracts.protocol;

import dev.datamesh.contracts.protocol.Refusal.Rule;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.document.Node;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the deprecations of single fields in a contract's document: {@code deprecated: true} with
 * {@code x-sunset} and {@code x-replacement} of OpenAPI and JSON Schema, custom properties of these
 * names of ODCS; and judges their removal. Immutable.
 */
public final class FieldDeprecations {

  private final List<FieldDeprecation> all;

  private FieldDeprecations(List<FieldDeprecation> all) {
    this.all = List.copyOf(all);
  }

  /**
   * The deprecations that a document states; throws {@link InvalidInputException} with every sunset
   * that is no date.
   */
  public static FieldDeprecations in(Node document) {
    List<FieldDeprecation> found = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    collect(document, "", "", found, problems);
    if (!problems.isEmpty()) {
      throw new InvalidInputException("Cannot read the deprecations", problems);
    }
    return new FieldDeprecations(found);
  }

  /** In the order of the document. */
  public List<FieldDeprecation> all() {
    return all;
  }

  public Optional<FieldDeprecation> find(String pointer) {
    return all.stream().filter(field -> field.pointer().equals(pointer)).findFirst();
  }

  /**
   * Whether this field may be removed on a day: it is deprecated in this version, and its sunset,
   * if one is announced, has come.
   */
  public Decision<String> removal(String pointer, LocalDate day) {
    Optional<FieldDeprecation> found = find(pointer);
    if (found.isEmpty()) {
      return refused(
          Rule.REMOVAL_WITHOUT_DEPRECATION,
          "Cannot remove %s, it was not deprecated; mark it deprecated with a sunset first"
              .formatted(pointer));
    }
    LocalDate sunset = found.get().sunset();
    if (sunset != null && day.isBefore(sunset)) {
      return refused(
          Rule.REMOVAL_BEFORE_SUNSET,
          "Cannot remove %s before its sunset on %s, it is %s; wait"
              .formatted(pointer, sunset, day));
    }
    return new Decision.Allowed<>(pointer, List.of());
  }

  /** The refusals of a newer version: sunsets that moved to an earlier day. */
  public List<Refusal> movedEarlierIn(FieldDeprecations newer) {
    List<Refusal> refusals = new ArrayList<>();
    for (FieldDeprecation before : all) {
      LocalDate was = before.sunset();
      LocalDate is = newer.find(before.pointer()).map(FieldDeprecation::sunset).orElse(null);
      if (was != null && is != null && is.isBefore(was)) {
        refusals.add(
            new Refusal(
                Rule.SUNSET_MOVED_EARLIER,
                "Cannot move the sunset of %s from %s to the earlier %s; keep it or move it later"
                    .formatted(before.pointer(), was, is)));
      }
    }
    return refusals;
  }

  private static Decision<String> refused(Rule rule, String message) {
    return new Decision.Refused<>(List.of(new Refusal(rule, message)));
  }

  private static void collect(
      Node node,
      String pointer,
      String name,
      List<FieldDeprecation> found,
      List<Problem> problems) {
    if (node instanceof Node.Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        collect(sequence.items().get(i), pointer + "/" + i, name, found, problems);
      }
      return;
    }
    if (!(node instanceof Node.Mapping mapping)) {
      return;
    }
    String own = mapping.find("name").flatMap(Node::text).orElse(name);
    if (isDeprecated(mapping)) {
      found.add(
          new FieldDeprecation(
              pointer,
              own,
              sunset(mapping, pointer, problems),
              text(mapping, "x-replacement", "replacement"),
              mapping.position()));
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              String step = key.replace("~", "~0").replace("/", "~1");
              if (!isData(key)) {
                collect(entry.value(), pointer + "/" + step, key, found, problems);
              }
            });
  }

  /** What stands under these keys is somebody's data, not a description of fields. */
  private static boolean isData(String key) {
    return key.equals("example")
        || key.equals("examples")
        || key.equals("default")
        || key.equals("const")
        || key.equals("enum");
  }

  private static boolean isDeprecated(Node.Mapping mapping) {
    return value(mapping, "deprecated", "deprecated")
        .map(node -> (node instanceof Node.Bool flag && flag.value()) || isTrue(node))
        .orElse(false);
  }

  private static boolean isTrue(Node node) {
    return node.text().map(text -> text.equalsIgnoreCase("true")).orElse(false);
  }

  private static @Nullable LocalDate sunset(
      Node.Mapping mapping, String pointer, List<Problem> problems) {
    Optional<Node> node = value(mapping, "x-sunset", "sunset");
    if (node.isEmpty()) {
      return null;
    }
    String text = node.get().text().orElse("");
    try {
      return text.length() > 10
          ? OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDate()
          : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      problems.add(
          new Problem(
              pointer,
              node.get().position(),
              "the sunset %s is no date; expected such as 2027-03-31".formatted(node.get())));
      return null;
    }
  }

  private static String text(Node.Mapping mapping, String key, String custom) {
    return value(mapping, key, custom).flatMap(Node::text).orElse("");
  }

  /** The value under a key, or that of ODCS' custom property. */
  private static Optional<Node> value(Node.Mapping mapping, String key, String custom) {
    Optional<Node> direct = mapping.find(key);
    if (direct.isPresent()) {
      return direct;
    }
    return mapping
        .find("customProperties")
        .filter(Node.Sequence.class::isInstance)
        .map(node -> ((Node.Sequence) node).items())
        .flatMap(
            items ->
                items.stream()
                    .filter(item -> named(item, custom) || named(item, key))
                    .findFirst()
                    .flatMap(item -> item.find("value")));
  }

  private static boolean named(Node item, String name) {
    return item.find("property").flatMap(Node::text).map(name::equals).orElse(false);
  }
}

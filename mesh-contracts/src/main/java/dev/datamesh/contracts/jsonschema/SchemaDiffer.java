package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks two schemas side by side and tells every difference as an {@link Edit}. Each pair of
 * schemas is walked once, so shared and recursive schemas cost nothing more. For one thread at a
 * time.
 */
public final class SchemaDiffer {

  private static final int DEEPEST = 200;

  private record Pair(JsonSchema older, JsonSchema newer) {}

  final Site site;
  private final Consumer<Edit> sink;
  private final Set<Pair> walked = new HashSet<>();
  private final ValueDiff values = new ValueDiff(this);
  private final ObjectDiff objects = new ObjectDiff(this);
  private final CombinedDiff combined = new CombinedDiff(this);
  private int depth;
  private String whole = "The document";

  public SchemaDiffer(Site site, Consumer<Edit> sink) {
    this.site = site;
    this.sink = sink;
  }

  /** Forgets which pairs were walked, so that they are told again at their next place. */
  public void startAfresh() {
    walked.clear();
  }

  /** What sentences call the value as a whole, such as {@code The query parameter date}. */
  public void call(String subject) {
    whole = subject;
  }

  /** Tells every difference; the path is that of the value in the document. */
  public void compare(JsonSchema before, JsonSchema after, String path) {
    JsonSchema older = before.resolved();
    JsonSchema newer = after.resolved();
    if (older == newer
        || (Fingerprints.same(older, newer) && Fingerprints.sameWords(older, newer))
        || depth > DEEPEST
        || !walked.add(new Pair(older, newer))) {
      return;
    }
    depth++;
    try {
      if (older.isFalse() != newer.isFalse()) {
        tell(
            "schema",
            older.isFalse() ? "opened" : "closed",
            older.isFalse() ? Change.VALIDATION_WIDENED : Change.VALIDATION_NARROWED,
            older.isFalse() ? Effect.WIDENS : Effect.NARROWS,
            path,
            older,
            newer,
            "",
            "",
            "%s accepts %s now."
                .formatted(name(path), older.isFalse() ? "values" : "no value at all"),
            "Keep accepting what was accepted.");
        return;
      }
      if (restructured(older, newer, path)) {
        return;
      }
      values.compare(older, newer, path);
      objects.compare(older, newer, path);
      combined.compare(older, newer, path);
    } finally {
      depth--;
    }
  }

  /** Types that are listed as alternatives, and an object that became one of several. */
  private boolean restructured(JsonSchema older, JsonSchema newer, String path) {
    int before = older.listedTypes();
    int after = newer.listedTypes();
    boolean listed = !older.isPlainType() || !newer.isPlainType();
    if (before != 0 && after != 0 && listed && before != after) {
      boolean widened = (before & ~after) == 0;
      boolean narrowed = (after & ~before) == 0;
      if (widened || narrowed) {
        tell(
            "types",
            widened ? "widened" : "narrowed",
            widened ? Change.TYPE_WIDENED : Change.TYPE_NARROWED,
            widened ? Effect.WIDENS : Effect.NARROWS,
            path,
            older,
            newer,
            Types.words(before),
            Types.words(after),
            "%s was %s and is %s now."
                .formatted(name(path), Types.words(before), Types.words(after)),
            "Keep the types %s.".formatted(Types.words(before)));
        return true;
      }
    }
    if (older.oneOf.isEmpty()
        && !newer.oneOf.isEmpty()
        && !older.properties.isEmpty()
        && newer.properties.isEmpty()) {
      tell(
          "schema",
          "wrapped",
          Change.TYPE_CHANGED,
          Effect.BOTH,
          path,
          older,
          newer,
          "",
          "",
          "%s was one object and is one of %d alternatives now."
              .formatted(name(path), newer.oneOf.size()),
          "Keep the object and add fields to it.");
      return true;
    }
    return false;
  }

  /** Whether a pair would be walked without telling anything. */
  boolean isSame(JsonSchema before, JsonSchema after) {
    return Fingerprints.same(before.resolved(), after.resolved());
  }

  /** Compares a part that either side may lack; a part that comes narrows, one that goes widens. */
  void compareParts(
      String keyword,
      @Nullable JsonSchema before,
      @Nullable JsonSchema after,
      JsonSchema a,
      JsonSchema b,
      String path) {
    if (before != null && after != null) {
      compare(before, after, path);
      return;
    }
    JsonSchema only = before == null ? after : before;
    if (only == null) {
      return;
    }
    boolean narrows = before == null;
    tell(
        new Edit(
            keyword,
            narrows ? "added" : "removed",
            narrows ? Change.VALIDATION_NARROWED : Change.VALIDATION_WIDENED,
            narrows ? Effect.NARROWS : Effect.WIDENS,
            path,
            before == null ? a : before,
            after == null ? b : after,
            before == null ? a.place() : before.place(),
            after == null ? b.place() : after.place(),
            before == null ? "" : before.node.toString(),
            after == null ? "" : after.node.toString(),
            "%s accepts %s values: %s %s."
                .formatted(
                    name(path), narrows ? "fewer" : "more", keyword, narrows ? "added" : "removed"),
            narrows ? "Leave " + keyword + " out." : ""));
  }

  String name(String path) {
    return path.isEmpty() ? whole : "The field " + path;
  }

  void tell(
      String keyword,
      String action,
      Change change,
      Effect effect,
      String path,
      JsonSchema older,
      JsonSchema newer,
      String oldValue,
      String newValue,
      String sentence,
      String remedy) {
    String word = WORDS.contains(keyword) ? "" : keyword;
    tell(
        new Edit(
            keyword,
            action,
            change,
            effect,
            path,
            older,
            newer,
            older.place(word),
            newer.place(word),
            oldValue,
            newValue,
            sentence,
            remedy));
  }

  private static final List<String> WORDS = List.of("schema", "field");

  void tell(Edit edit) {
    sink.accept(edit);
  }

  static Place placeOf(@Nullable JsonSchema schema) {
    return schema == null ? Place.NOWHERE : schema.place();
  }
}

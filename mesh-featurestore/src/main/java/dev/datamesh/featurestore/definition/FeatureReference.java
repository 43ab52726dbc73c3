package dev.datamesh.featurestore.definition;

import dev.datamesh.core.InvalidInputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A feature asked for: {@code view:feature}, or {@code view@v2:feature} for one version. Immutable.
 *
 * @param version empty: the current one
 * @param alias what the view is called in this request, empty for its name; results of a renamed
 *     view have full names
 * @param keys the request's columns by the view's keys, where the two differ
 */
public record FeatureReference(
    String view, OptionalInt version, String feature, String alias, Map<String, String> keys) {

  private static final Pattern TEXT = Pattern.compile("([^@:]+)(?:@v(0|[1-9]\\d{0,8}))?:([^@:]+)");

  public FeatureReference {
    Names.checked("a view", view);
    Names.checked("a feature", feature);
    if (!alias.isEmpty()) {
      Names.checked("a view", alias);
    }
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
  }

  /** Reads {@code view:feature} or {@code view@v2:feature}. */
  public static FeatureReference of(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new InvalidInputException(
          "Cannot read feature \"%s\": expected view:feature or view@v2:feature".formatted(text));
    }
    String version = parts.group(2);
    return new FeatureReference(
        parts.group(1),
        version == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(version)),
        parts.group(3),
        "",
        Map.of());
  }

  /**
   * The same feature of another role of the entity: {@code
   * FeatureReference.of("places:rain").as("origin", Map.of("place_id", "origin_id"))} reads the key
   * from {@code origin_id} and answers {@code origin__rain}.
   */
  public FeatureReference as(String role, Map<String, String> keyColumns) {
    return new FeatureReference(view, version, feature, role, keyColumns);
  }

  /** The view and its version without the feature: {@code view@v2}. */
  public String viewText() {
    return view + (version.isPresent() ? "@v" + version.getAsInt() : "");
  }

  /** The name of the result: the feature, or with the view's name or role before it. */
  public String outputName(boolean full) {
    if (!alias.isEmpty()) {
      return alias + "__" + feature;
    }
    return full ? view + "__" + feature : feature;
  }

  @Override
  public String toString() {
    return viewText()
        + ":"
        + feature
        + (alias.isEmpty() ? "" : " as " + alias)
        + (keys.isEmpty() ? "" : " with " + keys);
  }
}

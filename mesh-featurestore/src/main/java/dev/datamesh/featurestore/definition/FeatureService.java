package dev.datamesh.featurestore.definition;

import dev.datamesh.core.InvalidInputException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A named bundle of features that one model or report asks for. Immutable. */
public record FeatureService(
    String name,
    List<FeatureReference> features,
    String description,
    String owner,
    Map<String, String> tags) {

  public FeatureService {
    Names.checked("a service", name);
    features = List.copyOf(features);
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    if (features.isEmpty()) {
      throw new InvalidInputException(
          "Cannot make service \"%s\", it has no features".formatted(name));
    }
  }

  /** A service of these references. */
  public static FeatureService of(String name, String... references) {
    return new FeatureService(
        name, Arrays.stream(references).map(FeatureReference::of).toList(), "", "", Map.of());
  }
}

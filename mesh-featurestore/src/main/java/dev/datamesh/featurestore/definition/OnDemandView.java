package dev.datamesh.featurestore.definition;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Features that a function computes at the moment of the request, from stored features and from
 * data that comes with the request. Immutable.
 *
 * @param function the name under which the host registers the function
 * @param functionVersion the function's version
 * @param inputs stored features, which the function finds by their output names
 * @param request what the caller brings along: columns of the spine, values beside the key
 * @param outputs the features that come out
 */
public record OnDemandView(
    String name,
    String function,
    int functionVersion,
    List<FeatureReference> inputs,
    Schema request,
    Schema outputs,
    String description,
    String owner) {

  public OnDemandView {
    Names.checked("a view", name);
    Names.checked("a function", function);
    inputs = List.copyOf(inputs);
    request = nullable(request);
    outputs = nullable(outputs);
    if (outputs.fields().isEmpty()) {
      throw new InvalidInputException(
          "Cannot make view \"%s\", it has no features".formatted(name));
    }
    List<String> names = new ArrayList<>(request.names());
    inputs.forEach(input -> names.add(input.outputName(false)));
    Names.distinct("the inputs of view " + name, names);
    Names.distinct("the features of view " + name, outputs.names());
  }

  private static Schema nullable(Schema schema) {
    return new Schema(
        schema.fields().stream()
            .map(f -> new Field(f.name(), f.type(), true, f.description(), f.marks()))
            .toList());
  }

  /** A view of a function's first version; schemas in the shorthand. */
  public static OnDemandView of(
      String name, String function, List<String> inputs, String request, String outputs) {
    return new OnDemandView(
        name,
        function,
        1,
        inputs.stream().map(FeatureReference::of).toList(),
        Schema.of(request),
        Schema.of(outputs),
        "",
        "");
  }
}

package dev.datamesh.featurestore;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.FeatureReference;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.OnDemandView;
import dev.datamesh.featurestore.registry.Registry;
import dev.datamesh.featurestore.registry.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The features of a request, resolved: which stored ones to fetch from which view, which to compute
 * from those, and what the results are called. Immutable.
 */
final class Selection {

  /** One result, in the order asked. */
  record Output(String name, FeatureReference reference) {}

  /** A stored feature under its name in this request. */
  record Stored(String name, String feature) {}

  /**
   * A view in one role.
   *
   * @param keys the caller's names by the view's keys, where they differ
   */
  record ViewUse(Version<FeatureView> version, Map<String, String> keys) {}

  /** A computed view: its function and the names of its results in this request. */
  private record Computed(
      OnDemandView view,
      OnDemandFunction function,
      Map<String, String> inputs,
      List<Output> wanted) {}

  /** The prefix of stored features that only computed ones need; no column can have it. */
  private static final String HIDDEN = "@";

  private final List<FeatureReference> references;
  private final List<Output> outputs = new ArrayList<>();
  private final Map<ViewUse, List<Stored>> byView = new LinkedHashMap<>();
  private final List<Computed> computed = new ArrayList<>();
  private final Set<String> storedNames = new HashSet<>();

  private Selection(List<FeatureReference> references) {
    this.references = List.copyOf(references);
  }

  static Selection of(
      Registry registry,
      List<FeatureReference> references,
      boolean fullNames,
      OnDemandFunctions functions) {
    if (references.isEmpty()) {
      throw new InvalidInputException("Cannot join no features: name at least one view:feature");
    }
    Selection selection = new Selection(references);
    Map<String, List<Output>> onDemand = new LinkedHashMap<>();
    for (FeatureReference reference : references) {
      Output output = new Output(reference.outputName(fullNames), reference);
      selection.outputs.add(output);
      if (registry.findOnDemandView(reference.view(), reference.version()).isPresent()) {
        onDemand.computeIfAbsent(reference.viewText(), view -> new ArrayList<>()).add(output);
      } else {
        selection.store(registry, reference, output.name());
      }
    }
    selection.refuseDoubles();
    onDemand.values().forEach(wanted -> selection.compute(registry, wanted, functions));
    return selection;
  }

  private void store(Registry registry, FeatureReference reference, String name) {
    Version<FeatureView> version = registry.view(reference.view(), reference.version());
    FeatureView view = version.definition();
    view.feature(reference.feature());
    for (String key : reference.keys().keySet()) {
      if (view.keys().find(key).isEmpty()) {
        throw new InvalidInputException(
            "Cannot rename key \"%s\" of view \"%s\": it has %s"
                .formatted(key, view.name(), view.keys().names()));
      }
    }
    byView
        .computeIfAbsent(new ViewUse(version, reference.keys()), use -> new ArrayList<>())
        .add(new Stored(name, reference.feature()));
    storedNames.add(name);
  }

  private void refuseDoubles() {
    Map<String, Output> seen = new HashMap<>();
    for (Output output : outputs) {
      Output other = seen.putIfAbsent(output.name(), output);
      if (other != null) {
        throw new InvalidInputException(
            "Cannot take both %s and %s, both results are named \"%s\"; ask with fullNames, or give one a role"
                .formatted(other.reference(), output.reference(), output.name()));
      }
    }
  }

  private void compute(Registry registry, List<Output> wanted, OnDemandFunctions functions) {
    FeatureReference first = wanted.get(0).reference();
    Optional<Version<OnDemandView>> found =
        registry.findOnDemandView(first.view(), first.version());
    OnDemandView view = found.orElseThrow().definition();
    for (Output output : wanted) {
      if (view.outputs().find(output.reference().feature()).isEmpty()) {
        throw new dev.datamesh.core.NotFoundException(
            "Cannot find feature \"%s\" in view \"%s\": it has %s"
                .formatted(output.reference().feature(), view.name(), view.outputs().names()),
            output.reference().toString());
      }
    }
    Map<String, String> inputs = new LinkedHashMap<>();
    for (FeatureReference input : view.inputs()) {
      String hidden = HIDDEN + first.viewText() + "@" + input.outputName(false);
      store(registry, input, hidden);
      inputs.put(input.outputName(false), hidden);
    }
    computed.add(
        new Computed(
            view,
            functions.get(view.name(), view.function(), view.functionVersion()),
            inputs,
            List.copyOf(wanted)));
  }

  List<FeatureReference> references() {
    return references;
  }

  List<Output> outputs() {
    return outputs;
  }

  Map<ViewUse, List<Stored>> byView() {
    return byView;
  }

  boolean isStored(String output) {
    return storedNames.contains(output);
  }

  /** The keys that a caller has to give, under its names and with their types. */
  Schema keys() {
    Map<String, Field> keys = new LinkedHashMap<>();
    byView
        .keySet()
        .forEach(
            use ->
                use.version()
                    .definition()
                    .keys()
                    .fields()
                    .forEach(
                        key -> {
                          String name = use.keys().getOrDefault(key.name(), key.name());
                          keys.put(name, Field.nullable(name, key.type()));
                        }));
    return new Schema(new ArrayList<>(keys.values()));
  }

  /** The request data that a caller has to give. */
  Schema requestData() {
    Map<String, Field> fields = new LinkedHashMap<>();
    computed.forEach(
        each -> each.view.request().fields().forEach(field -> fields.put(field.name(), field)));
    return new Schema(new ArrayList<>(fields.values()));
  }

  /** The field of a computed result. */
  Field computedField(Output output) {
    for (Computed each : computed) {
      if (each.wanted.contains(output)) {
        Field field = each.view.outputs().find(output.reference().feature()).orElseThrow();
        return Field.nullable(output.name(), field.type());
      }
    }
    throw new IllegalStateException(output.name());
  }

  boolean computesAnything() {
    return !computed.isEmpty();
  }

  /** Computes the on-demand features of all rows. */
  Map<String, Column> compute(Frame spine, Map<String, Column> stored) {
    Map<String, Column> results = new HashMap<>();
    for (Computed each : computed) {
      checkRequestData(each.view, spine);
      Map<String, List<@Nullable Object>> values = new HashMap<>();
      each.wanted.forEach(output -> values.put(output.name(), new ArrayList<>()));
      for (long row = 0; row < spine.rows(); row++) {
        Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
        for (Map.Entry<String, String> input : each.inputs.entrySet()) {
          Column column = java.util.Objects.requireNonNull(stored.get(input.getValue()));
          inputs.put(input.getKey(), column.get(row));
        }
        for (Field field : each.view.request().fields()) {
          inputs.put(field.name(), spine.get(row, field.name()));
        }
        Map<String, @Nullable Object> answers = each.function.apply(inputs);
        for (Output output : each.wanted) {
          java.util.Objects.requireNonNull(values.get(output.name()))
              .add(answer(each.view, answers, output));
        }
      }
      for (Output output : each.wanted) {
        Field field = each.view.outputs().find(output.reference().feature()).orElseThrow();
        results.put(
            output.name(),
            Column.of(
                Field.nullable(output.name(), field.type()),
                java.util.Objects.requireNonNull(values.get(output.name()))));
      }
    }
    return results;
  }

  /** Computes the on-demand features of one row. */
  Map<String, @Nullable Object> compute(
      Map<String, ?> requestData, Map<String, @Nullable Object> stored) {
    Map<String, @Nullable Object> results = new HashMap<>();
    for (Computed each : computed) {
      Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
      each.inputs.forEach((name, hidden) -> inputs.put(name, stored.get(hidden)));
      each.view
          .request()
          .fields()
          .forEach(field -> inputs.put(field.name(), requestData.get(field.name())));
      Map<String, @Nullable Object> answers = each.function.apply(inputs);
      each.wanted.forEach(
          output ->
              results.put(
                  output.name(), typed(each.view, output, answer(each.view, answers, output))));
    }
    return results;
  }

  private static @Nullable Object answer(
      OnDemandView view, @Nullable Map<String, @Nullable Object> answers, Output output) {
    String feature = output.reference().feature();
    if (answers == null) {
      throw new InvalidInputException(
          "Cannot compute %s:%s, function %s answered null: expected a map"
              .formatted(view.name(), feature, view.function()));
    }
    if (!answers.containsKey(feature)) {
      throw new InvalidInputException(
          "Cannot compute %s:%s, function %s answered %s without it"
              .formatted(view.name(), feature, view.function(), answers.keySet()));
    }
    return answers.get(feature);
  }

  /** An answer in its type's own form, as a column would have it. */
  private static @Nullable Object typed(OnDemandView view, Output output, @Nullable Object answer) {
    Field field = view.outputs().find(output.reference().feature()).orElseThrow();
    FieldType type = field.type();
    if (answer == null) {
      return null;
    }
    boolean asIs =
        (answer instanceof Double && type == Primitive.FLOAT64)
            || (answer instanceof Long && type == Primitive.INT64)
            || (answer instanceof String && type == Primitive.STRING);
    if (asIs) {
      return answer;
    }
    try {
      return Column.of(field, List.of(answer)).get(0);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "Cannot compute %s:%s, function %s answered %s (%s): expected %s"
              .formatted(
                  view.name(),
                  field.name(),
                  view.function(),
                  answer,
                  answer.getClass().getName(),
                  type),
          e.problems(),
          e);
    }
  }

  private static void checkRequestData(OnDemandView view, Frame spine) {
    Set<String> missing = new LinkedHashSet<>(view.request().names());
    missing.removeAll(spine.schema().names());
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "Cannot compute view \"%s\", request data %s is missing: the spine has %s"
              .formatted(view.name(), missing, spine.schema().names()));
    }
  }
}

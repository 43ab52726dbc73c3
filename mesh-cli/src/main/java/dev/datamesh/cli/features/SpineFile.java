package dev.datamesh.cli.features;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameReader;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.FeatureReference;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.registry.Registry;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A CSV file whose rows ask for features. Its cells are kept as they are; only the time and the
 * keys are understood.
 */
final class SpineFile {

  private final Path file;
  private final Frame texts;
  private final Optional<ZoneId> zone;

  SpineFile(Path file, Optional<ZoneId> zone) {
    this.file = file;
    this.zone = zone;
    this.texts = FrameReader.csv(file).read();
  }

  /** The cells as they are. */
  Frame texts() {
    return texts;
  }

  /**
   * The spine with its time and the given columns understood, all others as texts.
   *
   * @param keys columns that the features are looked up by, with their types
   */
  private Frame typed(Schema keys, String time) {
    List<Field> fields = new ArrayList<>(keys.fields());
    fields.add(Field.required(time, Primitive.TIMESTAMP_TZ));
    Frame spine = texts;
    for (Column column : read(new Schema(fields)).columns()) {
      spine = spine.with(column);
    }
    return spine;
  }

  private Frame read(Schema schema) {
    FrameReader reader = FrameReader.csv(file).schema(schema);
    return (zone.isPresent() ? reader.zone(zone.get()) : reader).read();
  }

  /**
   * The name of the time column: as asked, as the sources call theirs, or the only one there is.
   */
  private String timeColumn(String asked, Set<String> sourceNames, Schema keys) {
    List<String> header = texts.schema().names();
    if (!asked.isEmpty()) {
      if (!header.contains(asked)) {
        throw new InvalidInputException(
            "Cannot read %s, it has no column \"%s\": it has %s".formatted(file, asked, header));
      }
      return asked;
    }
    Set<String> candidates = new LinkedHashSet<>(sourceNames);
    candidates.retainAll(header);
    candidates.removeAll(keys.names());
    if (candidates.isEmpty() && header.contains("event_timestamp")) {
      candidates.add("event_timestamp");
    }
    if (candidates.isEmpty()) {
      header.stream()
          .filter(name -> keys.find(name).isEmpty() && isTime(name))
          .forEach(candidates::add);
    }
    if (candidates.size() != 1) {
      throw new InvalidInputException(
          candidates.isEmpty()
              ? "Cannot read %s, no column tells the time: it has %s; name it with --time"
                  .formatted(file, header)
              : "Cannot read %s, several columns could be its time: %s; name one with --time"
                  .formatted(file, candidates));
    }
    return candidates.iterator().next();
  }

  private boolean isTime(String name) {
    if (texts.rows() == 0) {
      return false;
    }
    try {
      read(new Schema(List.of(Field.required(name, Primitive.TIMESTAMP_TZ))));
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  /** The time column for features of these views. */
  String timeColumn(String asked, Registry registry, List<FeatureReference> references) {
    Schema keys = keys(registry, references);
    String found = timeColumn(asked, sourceTimes(registry, references), keys);
    if (keys.find(found).isPresent()) {
      throw new InvalidInputException(
          "Cannot join %s, column \"%s\" cannot be both a key and the time".formatted(file, found));
    }
    return found;
  }

  /** The spine with its time and the keys of these views understood. */
  Frame typed(Registry registry, List<FeatureReference> references, String time) {
    return typed(keys(registry, references), time);
  }

  /** The key columns that the spine has to have, and their types. */
  private static Schema keys(Registry registry, List<FeatureReference> references) {
    Map<String, Field> keys = new LinkedHashMap<>();
    for (FeatureReference reference : references) {
      FeatureView view = stored(registry, reference);
      view.feature(reference.feature());
      for (Field key : view.keys().fields()) {
        String name = reference.keys().getOrDefault(key.name(), key.name());
        keys.put(name, Field.nullable(name, key.type()));
      }
    }
    return new Schema(new ArrayList<>(keys.values()));
  }

  private static Set<String> sourceTimes(Registry registry, List<FeatureReference> references) {
    Set<String> names = new LinkedHashSet<>();
    references.forEach(reference -> names.add(stored(registry, reference).source().eventTime()));
    return names;
  }

  /** The view of a reference; one that a Java function computes is not for the command line. */
  private static FeatureView stored(Registry registry, FeatureReference reference) {
    registry
        .findOnDemandView(reference.view(), reference.version())
        .ifPresent(
            view -> {
              throw new InvalidInputException(
                  "Cannot join %s on the command line, view \"%s\" is computed by the Java function %s (version %d): join it in a program that registers it"
                      .formatted(
                          reference,
                          reference.view(),
                          view.definition().function(),
                          view.definition().functionVersion()));
            });
    return registry.view(reference.view(), reference.version()).definition();
  }
}

package dev.datamesh.cli.features;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.frame.FrameReader;
import dev.datamesh.core.frame.Rounding;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.definition.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of rows: CSV, or a JSON object a line; gzipped where it ends in .gz. */
final class RowsFile {

  private RowsFile() {}

  /** A view's rows under its source's names, block by block. */
  static FrameBlocks ofView(Path file, FeatureView view, int rowsPerBlock) {
    Source source = view.source();
    Map<String, FieldType> types = new LinkedHashMap<>();
    view.keys().fields().forEach(key -> types.put(source.columnOf(key.name()), key.type()));
    view.features()
        .forEach(feature -> types.putIfAbsent(source.columnOf(feature.name()), feature.type()));
    types.put(source.eventTime(), Primitive.TIMESTAMP_TZ);
    if (source.hasCreatedTime()) {
      types.put(source.createdTime(), Primitive.TIMESTAMP_TZ);
    }
    List<Field> fields = new ArrayList<>();
    types.forEach((name, type) -> fields.add(Field.nullable(name, type)));
    FrameReader reader = reader(file).schema(new Schema(fields)).rounding(Rounding.UP);
    return (source.zone().isPresent() ? reader.zone(source.zone().get()) : reader)
        .blocks(rowsPerBlock);
  }

  /** Rows with these columns; others in the file are left out. */
  static Frame of(Path file, Schema columns) {
    return reader(file).schema(columns).read();
  }

  private static FrameReader reader(Path file) {
    String name = file.toString().replaceAll("\\.gz$", "");
    if (name.endsWith(".jsonl")) {
      return FrameReader.jsonLines(file);
    }
    if (name.endsWith(".csv")) {
      return FrameReader.csv(file);
    }
    throw new InvalidInputException(
        "Cannot read rows from %s: expected a name that ends in .csv, .jsonl or these and .gz"
            .formatted(file));
  }
}

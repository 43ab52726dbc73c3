package dev.datamesh.featurestore.offline;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * What rows a table keeps, and the names that a batch's columns have. Immutable.
 *
 * @param name unique within a store
 * @param keys the components of a key, none of which is ever null; empty for a global view
 * @param eventTime the batch's column of event times, timestamp_tz
 * @param createdTime the batch's column of created times; empty: the commit's time takes its place
 * @param columns the features
 */
public record TableLayout(
    String name, Schema keys, String eventTime, String createdTime, Schema columns) {

  public TableLayout {
    if (name.isEmpty() || eventTime.isEmpty() || eventTime.equals(createdTime)) {
      throw new InvalidInputException(
          "Cannot make a table \"%s\" with event time \"%s\" and created time \"%s\""
              .formatted(name, eventTime, createdTime));
    }
    for (Field key : keys.fields()) {
      Cells.Kind kind = Cells.Kind.of(key.type());
      if (kind != Cells.Kind.LONG && kind != Cells.Kind.TEXT) {
        throw new InvalidInputException(
            "Cannot make table \"%s\", %s cannot be a key: its type is %s"
                .formatted(name, key.name(), key.type()));
      }
    }
    for (Field column : columns.fields()) {
      if (keys.find(column.name()).isPresent()) {
        throw new InvalidInputException(
            "Cannot make table \"%s\", %s is both key and feature".formatted(name, column.name()));
      }
    }
  }

  public boolean hasCreatedTime() {
    return !createdTime.isEmpty();
  }

  /** This layout with other features. */
  public TableLayout withColumns(Schema other) {
    return new TableLayout(name, keys, eventTime, createdTime, other);
  }

  /** Keys and features as they stand in segments: by name and type alone. */
  static Schema bare(Schema schema) {
    List<Field> fields = new ArrayList<>();
    schema.fields().forEach(field -> fields.add(Field.nullable(field.name(), field.type())));
    return new Schema(fields);
  }
}

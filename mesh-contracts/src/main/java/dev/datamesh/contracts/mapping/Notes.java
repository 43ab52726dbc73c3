package dev.datamesh.contracts.mapping;

import dev.datamesh.core.MeshException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.ListType;
import dev.datamesh.core.schema.FieldType.MapType;
import dev.datamesh.core.schema.FieldType.StructType;
import dev.datamesh.core.schema.Schema;
import java.util.Optional;

/** Types as texts, for formats that keep a note of what they cannot say. */
public final class Notes {

  private Notes() {}

  /** A type in core's shorthand. */
  public static String of(FieldType type) {
    return type.toString();
  }

  /** The type that a shorthand names; empty if it names none. */
  public static Optional<FieldType> type(String shorthand) {
    return field("value: " + shorthand).map(Field::type);
  }

  /**
   * A noted type whose records are those that the format itself describes: a note has no room for
   * the descriptions of their fields.
   */
  public static FieldType merge(FieldType noted, FieldType described) {
    if (noted instanceof StructType && described instanceof StructType) {
      return described;
    }
    if (noted instanceof ListType list && described instanceof ListType other) {
      return new ListType(merge(list.element(), other.element()), list.nullableElements());
    }
    if (noted instanceof MapType map && described instanceof MapType other) {
      return new MapType(merge(map.value(), other.value()), map.nullableValues());
    }
    return noted;
  }

  /** The field that a shorthand names; empty if it names none. */
  public static Optional<Field> field(String shorthand) {
    try {
      Schema schema = Schema.of(shorthand);
      return schema.fields().size() == 1 ? Optional.of(schema.fields().get(0)) : Optional.empty();
    } catch (MeshException e) {
      return Optional.empty();
    }
  }
}

package dev.datamesh.featurestore.definition;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.util.Map;

/**
 * A thing that features are about, found by one or several typed join keys. Immutable.
 *
 * @param keys whole numbers, strings, booleans, dates, timestamps, enums or decimals; at least one
 */
public record Entity(String name, Schema keys, String description) {

  public Entity {
    Names.checked("an entity", name);
    // Whether a key may be null is for rows to say: a null key never joins.
    keys =
        new Schema(
            keys.fields().stream()
                .map(key -> new Field(key.name(), key.type(), true, key.description(), key.marks()))
                .toList());
    if (keys.fields().isEmpty()) {
      throw new InvalidInputException(
          "Cannot make entity \"%s\" without a key: a view without entities is global"
              .formatted(name));
    }
    for (Field key : keys.fields()) {
      Names.checked("a key", key.name());
      if (!isKey(key.type())) {
        throw new InvalidInputException(
            "Cannot use %s of entity \"%s\" as a key, its type is %s: expected whole numbers, string,"
                    .formatted(key.name(), name, key.type())
                + " boolean, date, time, timestamp, enum or a decimal of at most 18 digits");
      }
    }
    Names.distinct("keys of entity " + name, keys.names());
  }

  /** An entity whose keys are given in the shorthand: {@code Entity.of("shop", "shop: int64")}. */
  public static Entity of(String name, String keys) {
    return new Entity(name, Schema.of(keys), "");
  }

  public Entity withDescription(String text) {
    return new Entity(name, keys, text);
  }

  /**
   * The same entity in another part, with keys of other names: an order's location as {@code
   * origin} and as {@code destination}.
   */
  public Entity withKeys(Map<String, String> renamed) {
    for (String key : renamed.keySet()) {
      if (keys.find(key).isEmpty()) {
        throw new InvalidInputException(
            "Cannot rename key \"%s\": entity \"%s\" has %s".formatted(key, name, keys.names()));
      }
    }
    return new Entity(
        name,
        new Schema(
            keys.fields().stream()
                .map(
                    key ->
                        new Field(
                            renamed.getOrDefault(key.name(), key.name()),
                            key.type(),
                            key.nullable(),
                            key.description(),
                            key.marks()))
                .toList()),
        description);
  }

  private static boolean isKey(FieldType type) {
    if (type instanceof FieldType.DecimalType decimal) {
      return decimal.precision() <= 18;
    }
    return type instanceof FieldType.EnumType
        || (type instanceof Primitive
            && type != Primitive.FLOAT32
            && type != Primitive.FLOAT64
            && type != Primitive.BYTES
            && type != Primitive.JSON);
  }
}

package dev.datamesh.core.schema;

import dev.datamesh.core.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields of a record, in order, their names unique. Immutable.
 *
 * <p>{@code Schema.of("order_id: integer!, amount: decimal(18,2), email: string pii")} is the
 * shorthand; {@link SchemaShorthand} gives its grammar.
 */
public record Schema(List<Field> fields) {

  public Schema {
    fields = List.copyOf(fields);
    Set<String> seen = new HashSet<>();
    for (Field field : fields) {
      if (!seen.add(field.name())) {
        throw new InvalidInputException(
            "Cannot make a schema, it has two fields named \"" + field.name() + "\"");
      }
    }
  }

  public static Schema of(Field... fields) {
    return new Schema(List.of(fields));
  }

  /** Reads the shorthand. */
  public static Schema of(String shorthand) {
    return SchemaShorthand.read(shorthand);
  }

  public Optional<Field> find(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  /** The shorthand of this schema, which {@link #of(String)} reads back. */
  @Override
  public String toString() {
    return fields.stream().map(Field::toString).collect(Collectors.joining(", "));
  }
}

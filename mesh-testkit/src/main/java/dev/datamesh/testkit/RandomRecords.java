package dev.datamesh.testkit;

import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Random schemas of core's types, the same ones from the same seed. For one thread at a time. */
public final class RandomRecords {

  private static final List<String> NAMES =
      List.of("id", "amount", "region", "a b", "_x", "élan", "order-date", "Total", "f1", "type");

  private final Random random;

  public RandomRecords(long seed) {
    random = new Random(seed);
  }

  /** A schema of 1 to 6 fields, nested up to a depth. */
  public Schema schema(int depth) {
    List<Field> fields = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      String name =
          random.nextBoolean() ? "field_" + i : NAMES.get(random.nextInt(NAMES.size())) + i;
      Set<Field.Mark> marks = EnumSet.noneOf(Field.Mark.class);
      for (Field.Mark mark : Field.Mark.values()) {
        if (random.nextInt(8) == 0) {
          marks.add(mark);
        }
      }
      String description = random.nextInt(3) == 0 ? "The value number " + i : "";
      fields.add(new Field(name, type(depth), random.nextBoolean(), description, marks));
    }
    return new Schema(fields);
  }

  private FieldType type(int depth) {
    List<FieldType.Primitive> all = List.of(FieldType.Primitive.values());
    int primitives = all.size();
    int kind = random.nextInt(primitives + (depth > 0 ? 6 : 2));
    if (kind < primitives) {
      return all.get(kind);
    }
    return switch (kind - primitives) {
      case 0 -> {
        int precision = 1 + random.nextInt(38);
        yield new FieldType.DecimalType(precision, random.nextInt(precision + 1));
      }
      case 1 ->
          new FieldType.EnumType(
              random.nextBoolean() ? List.of("EU", "NA", "LATAM") : List.of("a b", "1st", "ok"));
      case 2 -> new FieldType.ListType(type(depth - 1), random.nextBoolean());
      case 3 -> new FieldType.MapType(type(depth - 1), random.nextBoolean());
      default -> new FieldType.StructType(schema(depth - 1));
    };
  }
}

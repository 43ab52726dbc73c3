package dev.datamesh.avro;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Random schemas and single edits of them, from a seed. */
final class RandomSchemas {

  private static final List<Schema.Type> LEAVES =
      List.of(
          Schema.Type.INT,
          Schema.Type.LONG,
          Schema.Type.FLOAT,
          Schema.Type.DOUBLE,
          Schema.Type.STRING,
          Schema.Type.BYTES,
          Schema.Type.BOOLEAN);

  private final Random random;
  private final boolean renames;
  private int names;

  /**
   * @param renames whether edits also rename types: the library's checker refuses that, its decoder
   *     does not look at the names of types
   */
  RandomSchemas(long seed, boolean renames) {
    random = new Random(seed);
    this.renames = renames;
  }

  Schema record(int depth) {
    List<Schema.Field> fields = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      fields.add(field("f" + i, any(depth)));
    }
    return Schema.createRecord("R" + names++, null, "ns", false, fields);
  }

  private Schema.Field field(String name, Schema schema) {
    return new Schema.Field(name, schema, null, random.nextInt(3) == 0 ? defaultOf(schema) : null);
  }

  private static Object defaultOf(Schema schema) {
    return switch (schema.getType()) {
      case INT -> 1;
      case LONG -> 1L;
      case FLOAT -> 1f;
      case DOUBLE -> 1d;
      case STRING -> "";
      case BOOLEAN -> false;
      case NULL -> Schema.Field.NULL_DEFAULT_VALUE;
      case UNION -> defaultOf(schema.getTypes().get(0));
      case ARRAY -> List.of();
      case MAP -> java.util.Map.of();
      case ENUM -> schema.getEnumSymbols().get(0);
      default -> null;
    };
  }

  Schema any(int depth) {
    int kind = depth == 0 ? random.nextInt(8) : random.nextInt(14);
    return switch (kind) {
      case 7 -> enumeration(2 + random.nextInt(4));
      case 8 -> Schema.createArray(any(depth - 1));
      case 9 -> Schema.createMap(any(depth - 1));
      case 10 -> Schema.createFixed("F" + names++, null, "ns", 1 + random.nextInt(4));
      case 11 -> union(depth - 1);
      case 12, 13 -> record(depth - 1);
      default -> Schema.create(LEAVES.get(kind));
    };
  }

  private Schema enumeration(int size) {
    List<String> symbols = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      symbols.add("S" + i);
    }
    String name = "E" + names++;
    return random.nextInt(3) == 0
        ? SchemaBuilder.enumeration(name)
            .namespace("ns")
            .defaultSymbol("S0")
            .symbols(symbols.toArray(new String[0]))
        : Schema.createEnum(name, null, "ns", symbols);
  }

  private Schema union(int depth) {
    List<Schema> branches = new ArrayList<>();
    branches.add(Schema.create(Schema.Type.NULL));
    List<Schema.Type> used = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      Schema branch = any(Math.max(depth, 0));
      boolean named =
          branch.getType() == Schema.Type.RECORD
              || branch.getType() == Schema.Type.ENUM
              || branch.getType() == Schema.Type.FIXED;
      if (branch.getType() != Schema.Type.UNION && (named || !used.contains(branch.getType()))) {
        branches.add(branch);
        used.add(branch.getType());
      }
    }
    return Schema.createUnion(branches);
  }

  /** The schema with one thing changed somewhere, or nothing. */
  Schema edited(Schema schema) {
    boolean here = random.nextInt(3) == 0;
    return switch (schema.getType()) {
      case RECORD -> editedRecord(schema, here);
      case ENUM -> editedEnum(schema);
      case FIXED ->
          !renames || random.nextBoolean()
              ? Schema.createFixed(schema.getName(), null, "ns", schema.getFixedSize() + 1)
              : Schema.createFixed(schema.getName() + "x", null, "ns", schema.getFixedSize());
      case ARRAY -> here ? any(0) : Schema.createArray(edited(schema.getElementType()));
      case MAP -> here ? any(0) : Schema.createMap(edited(schema.getValueType()));
      case UNION -> editedUnion(schema);
      default -> Schema.create(LEAVES.get(random.nextInt(LEAVES.size())));
    };
  }

  private Schema editedRecord(Schema schema, boolean here) {
    List<Schema.Field> fields = new ArrayList<>();
    int at = random.nextInt(Math.max(1, schema.getFields().size()));
    int what = here ? 1 + random.nextInt(5) : 0;
    for (Schema.Field field : schema.getFields()) {
      boolean touched = field.pos() == at;
      if (touched && what == 1) {
        continue;
      }
      if (touched && what == 2) {
        Schema.Field renamed =
            new Schema.Field("renamed" + names++, field.schema(), null, defaultOrNull(field));
        if (random.nextBoolean()) {
          renamed.addAlias(field.name());
        }
        fields.add(renamed);
      } else if (touched && what == 0) {
        Schema changed = edited(field.schema());
        fields.add(
            new Schema.Field(
                field.name(), changed, null, random.nextBoolean() ? defaultOf(changed) : null));
      } else {
        fields.add(new Schema.Field(field.name(), field.schema(), null, defaultOrNull(field)));
      }
    }
    if (what == 3) {
      fields.add(field("added" + names++, any(0)));
    }
    String name = what == 4 && renames ? schema.getName() + "y" : schema.getName();
    return Schema.createRecord(name, null, "ns", false, fields);
  }

  private static Object defaultOrNull(Schema.Field field) {
    return field.hasDefaultValue() ? field.defaultVal() : null;
  }

  private Schema editedEnum(Schema schema) {
    List<String> symbols = new ArrayList<>(schema.getEnumSymbols());
    boolean keepsDefault = schema.getEnumDefault() != null && random.nextBoolean();
    if (random.nextBoolean()) {
      symbols.add("Added" + names++);
    } else if (symbols.size() > 1) {
      symbols.remove(symbols.size() - 1);
    }
    return keepsDefault && symbols.contains(schema.getEnumDefault())
        ? Schema.createEnum(schema.getName(), null, "ns", symbols, schema.getEnumDefault())
        : Schema.createEnum(schema.getName(), null, "ns", symbols);
  }

  private Schema editedUnion(Schema schema) {
    List<Schema> branches = new ArrayList<>(schema.getTypes());
    int at = random.nextInt(branches.size());
    if (random.nextBoolean() && branches.size() > 1) {
      branches.remove(at);
    } else if (at > 0) {
      Schema changed = edited(branches.get(at));
      boolean clash =
          changed.getType() == Schema.Type.UNION
              || branches.stream()
                  .anyMatch(other -> other.getFullName().equals(changed.getFullName()));
      if (!clash) {
        branches.set(at, changed);
      }
    }
    return branches.size() == 1 && random.nextBoolean()
        ? branches.get(0)
        : Schema.createUnion(branches);
  }
}

package dev.datamesh.avro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/**
 * Whether a reader's schema can read what was written with a writer's.
 *
 * <p>Recursive schemas are a greatest fixed point: a pair that is met again while it is being
 * looked at is taken to be readable. What was found readable under such an assumption is forgotten
 * when the assumption fails; what was found unreadable stays so, for the assumption could only
 * help. (The library keeps both, and so forgets an incompatibility behind a union in a cycle.)
 *
 * <p>For one thread at a time.
 */
final class AvroResolution {

  private record Pair(Schema reader, Schema writer) {

    @Override
    @SuppressWarnings("ReferenceEquality") // schemas are compared by what they contain, at length
    public boolean equals(@Nullable Object other) {
      return other instanceof Pair that && reader == that.reader && writer == that.writer;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(reader) * 31 + System.identityHashCode(writer);
    }
  }

  private final Map<Pair, Boolean> known = new HashMap<>();
  private final List<Pair> trail = new ArrayList<>();
  private final Map<Pair, Boolean> told = new HashMap<>();
  private final List<Incompatibility> found = new ArrayList<>();

  private AvroResolution() {}

  /** All incompatibilities, each pair of schemas told at its first place; empty if readable. */
  static List<Incompatibility> between(Schema reader, Schema writer) {
    AvroResolution resolution = new AvroResolution();
    if (!resolution.isReadable(reader, writer)) {
      resolution.tell(reader, writer, "");
    }
    return resolution.found;
  }

  /** Whether every datum of the writer resolves. */
  static boolean reads(Schema reader, Schema writer) {
    return new AvroResolution().isReadable(reader, writer);
  }

  private boolean isReadable(Schema reader, Schema writer) {
    if (isLeaf(reader) && isLeaf(writer)) {
      return reader.getType() == writer.getType() || promotes(reader, writer);
    }
    if (isFlat(reader) && isFlat(writer)) {
      return look(reader, writer);
    }
    Pair pair = new Pair(reader, writer);
    Boolean before = known.get(pair);
    if (before != null) {
      return before;
    }
    known.put(pair, true);
    int mark = trail.size();
    trail.add(pair);
    boolean readable = look(reader, writer);
    if (!readable) {
      for (int i = trail.size() - 1; i >= mark; i--) {
        known.remove(trail.remove(i));
      }
      known.put(pair, false);
    }
    return readable;
  }

  private static boolean isLeaf(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, ARRAY, MAP, UNION, FIXED -> false;
      default -> true;
    };
  }

  /** Whether nothing below can lead back here, so that there is nothing to remember. */
  private static boolean isFlat(Schema schema) {
    return switch (schema.getType()) {
      case ARRAY -> isLeaf(schema.getElementType());
      case MAP -> isLeaf(schema.getValueType());
      case UNION -> isFlatUnion(schema);
      case RECORD, ENUM, FIXED -> false;
      default -> true;
    };
  }

  private static boolean isFlatUnion(Schema schema) {
    for (Schema branch : schema.getTypes()) {
      if (!isLeaf(branch)) {
        return false;
      }
    }
    return true;
  }

  private boolean look(Schema reader, Schema writer) {
    if (writer.getType() == Schema.Type.UNION) {
      for (Schema branch : writer.getTypes()) {
        if (!isReadable(reader, branch)) {
          return false;
        }
      }
      return true;
    }
    if (reader.getType() == Schema.Type.UNION) {
      for (Schema branch : reader.getTypes()) {
        if (isReadable(branch, writer)) {
          return true;
        }
      }
      return false;
    }
    if (reader.getType() != writer.getType()) {
      return promotes(reader, writer);
    }
    return switch (reader.getType()) {
      case ARRAY -> isReadable(reader.getElementType(), writer.getElementType());
      case MAP -> isReadable(reader.getValueType(), writer.getValueType());
      case FIXED -> sameName(reader, writer) && reader.getFixedSize() == writer.getFixedSize();
      case ENUM ->
          sameName(reader, writer)
              && (reader.getEnumDefault() != null || missingSymbols(reader, writer).isEmpty());
      case RECORD -> sameName(reader, writer) && fieldsReadable(reader, writer);
      default -> true;
    };
  }

  private boolean fieldsReadable(Schema reader, Schema writer) {
    for (Field field : reader.getFields()) {
      Field written = writtenAs(field, writer);
      if (written == null
          ? !field.hasDefaultValue()
          : !isReadable(field.schema(), written.schema())) {
        return false;
      }
    }
    return true;
  }

  static boolean promotes(Schema reader, Schema writer) {
    return switch (writer.getType()) {
      case INT ->
          reader.getType() == Schema.Type.LONG
              || reader.getType() == Schema.Type.FLOAT
              || reader.getType() == Schema.Type.DOUBLE;
      case LONG -> reader.getType() == Schema.Type.FLOAT || reader.getType() == Schema.Type.DOUBLE;
      case FLOAT -> reader.getType() == Schema.Type.DOUBLE;
      case STRING -> reader.getType() == Schema.Type.BYTES;
      case BYTES -> reader.getType() == Schema.Type.STRING;
      default -> false;
    };
  }

  /** By the name without its namespace, or by an alias of the reader. */
  static boolean sameName(Schema reader, Schema writer) {
    return reader.getName().equals(writer.getName())
        || reader.getAliases().contains(writer.getFullName());
  }

  static List<String> missingSymbols(Schema reader, Schema writer) {
    TreeSet<String> missing = new TreeSet<>(writer.getEnumSymbols());
    reader.getEnumSymbols().forEach(missing::remove);
    return List.copyOf(missing);
  }

  /** The writer's field that a reader's field is filled from; null if none. */
  static @Nullable Field writtenAs(Field field, Schema writer) {
    Field direct = writer.getField(field.name());
    if (direct != null || field.aliases().isEmpty()) {
      return direct;
    }
    for (String alias : field.aliases()) {
      Field written = writer.getField(alias);
      if (written != null) {
        return written;
      }
    }
    return null;
  }

  private void tell(Schema reader, Schema writer, String location) {
    Pair pair = new Pair(reader, writer);
    if (told.put(pair, true) != null) {
      return;
    }
    boolean writesUnion = writer.getType() == Schema.Type.UNION;
    if (writesUnion) {
      tellUnion(reader, writer, location);
    } else if (reader.getType() == Schema.Type.UNION) {
      if (!isReadable(reader, writer)) {
        add(
            Incompatibility.Type.MISSING_UNION_BRANCH,
            location,
            "reader union lacking writer type: " + writer.getType());
      }
    } else if (reader.getType() != writer.getType()) {
      if (!promotes(reader, writer)) {
        mismatch(reader, writer, location);
      }
    } else {
      tellSame(reader, writer, location);
    }
  }

  private void tellUnion(Schema reader, Schema writer, String location) {
    for (int i = 0; i < writer.getTypes().size(); i++) {
      Schema branch = writer.getTypes().get(i);
      if (reader.getType() != Schema.Type.UNION) {
        tell(reader, branch, location + "/" + i);
      } else if (!isReadable(reader, branch)) {
        add(
            Incompatibility.Type.MISSING_UNION_BRANCH,
            location + "/" + i,
            "reader union lacking writer type: " + branch.getType());
      }
    }
  }

  private void tellSame(Schema reader, Schema writer, String location) {
    switch (reader.getType()) {
      case ARRAY -> tell(reader.getElementType(), writer.getElementType(), location + "/items");
      case MAP -> tell(reader.getValueType(), writer.getValueType(), location + "/values");
      case FIXED -> {
        tellName(reader, writer, location);
        if (reader.getFixedSize() != writer.getFixedSize()) {
          add(
              Incompatibility.Type.FIXED_SIZE_MISMATCH,
              location + "/size",
              "expected: %d, found: %d".formatted(writer.getFixedSize(), reader.getFixedSize()));
        }
      }
      case ENUM -> {
        tellName(reader, writer, location);
        List<String> missing = missingSymbols(reader, writer);
        if (!missing.isEmpty() && reader.getEnumDefault() == null) {
          add(Incompatibility.Type.MISSING_ENUM_SYMBOLS, location + "/symbols", missing.toString());
        }
      }
      case RECORD -> {
        tellName(reader, writer, location);
        tellFields(reader, writer, location + "/fields/");
      }
      default -> {}
    }
  }

  private void tellFields(Schema reader, Schema writer, String location) {
    for (Field field : reader.getFields()) {
      Field written = writtenAs(field, writer);
      if (written != null) {
        tell(field.schema(), written.schema(), location + field.pos() + "/type");
      } else if (!field.hasDefaultValue()) {
        boolean enumDefault =
            field.schema().getType() == Schema.Type.ENUM && field.schema().getEnumDefault() != null;
        if (enumDefault) {
          // What the library says of a field whose enum has a default of its own.
          mismatch(field.schema(), writer, location + field.pos() + "/type");
        } else {
          add(
              Incompatibility.Type.READER_FIELD_MISSING_DEFAULT_VALUE,
              location + field.pos(),
              field.name());
        }
      }
    }
  }

  private void tellName(Schema reader, Schema writer, String location) {
    if (!sameName(reader, writer)) {
      add(
          Incompatibility.Type.NAME_MISMATCH,
          location + "/name",
          "expected: " + writer.getFullName());
    }
  }

  private void mismatch(Schema reader, Schema writer, String location) {
    add(
        Incompatibility.Type.TYPE_MISMATCH,
        location,
        "reader type: %s not compatible with writer type: %s"
            .formatted(reader.getType(), writer.getType()));
  }

  private void add(Incompatibility.Type type, String location, String message) {
    found.add(new Incompatibility(type, location.isEmpty() ? "/" : location, message));
  }
}

package dev.datamesh.protobuf;

import dev.datamesh.core.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Protobuf definitions with their names resolved. */
final class Proto {

  /** Kinds of values, named as in descriptors. */
  static final String MESSAGE = "message";

  static final String GROUP = "group";
  static final String ENUM = "enum";

  private Proto() {}

  /** All files of one version and what they declare, by full name. */
  record Schema(
      Map<String, File> files,
      Map<String, Message> messages,
      Map<String, Enumeration> enums,
      Map<String, Service> services,
      Map<String, Field> extensions) {}

  /**
   * @param edition empty unless the file states one
   * @param syntax proto2, proto3 or editions
   */
  record File(
      String path, String syntax, String edition, String pack, Map<String, String> options) {}

  /** What has a full name, and lies in a file or in a message. */
  interface Declared {

    String fullName();

    File file();

    /** The message around it, null at the top of a file. */
    @Nullable String parent();

    SourcePosition at();
  }

  record Message(
      String fullName,
      File file,
      @Nullable String parent,
      List<Field> fields,
      List<String> oneofs,
      List<Range> reserved,
      List<String> reservedNames,
      List<Range> extensionRanges,
      Map<String, String> options,
      String note,
      SourcePosition jsonAt,
      SourcePosition at)
      implements Declared {

    @Nullable Field field(int number) {
      for (Field field : fields) {
        if (field.number() == number) {
          return field;
        }
      }
      return null;
    }
  }

  /** Numbers from one to another, both in. */
  record Range(int from, int to) {

    boolean contains(int number) {
      return number >= from && number <= to;
    }

    @Override
    public String toString() {
      return from == to ? String.valueOf(from) : from + " to " + to;
    }
  }

  /** How many values, and whether one can tell that there is none. */
  enum Cardinality {
    IMPLICIT,
    EXPLICIT,
    REQUIRED,
    REPEATED,
    MAP;

    boolean isSingular() {
      return this == IMPLICIT || this == EXPLICIT || this == REQUIRED;
    }
  }

  /**
   * @param kind a scalar's name, or one of message, group, enum
   * @param type the full name of a message or enum; the text of a map; the scalar
   * @param oneof empty if in none
   * @param note what a mapping wrote beside the field; empty if nothing
   * @param extendee the message that an extension extends; empty for a message's own field
   */
  record Field(
      String name,
      String fullName,
      int number,
      Cardinality cardinality,
      String kind,
      String type,
      String oneof,
      String defaultValue,
      String jsonName,
      String extendee,
      Map<String, String> options,
      String note,
      String description,
      File file,
      SourcePosition at) {}

  record Enumeration(
      String fullName,
      File file,
      @Nullable String parent,
      List<Value> values,
      List<Range> reserved,
      List<String> reservedNames,
      Map<String, String> options,
      SourcePosition at)
      implements Declared {

    List<String> names(int number) {
      List<String> names = new ArrayList<>();
      for (Value value : values) {
        if (value.number() == number) {
          names.add(value.name());
        }
      }
      return names;
    }

    Map<String, Integer> byName() {
      Map<String, Integer> map = new LinkedHashMap<>();
      values.forEach(value -> map.put(value.name(), value.number()));
      return map;
    }
  }

  record Value(String name, int number, SourcePosition at) {}

  record Service(String fullName, File file, List<Rpc> rpcs, SourcePosition at)
      implements Declared {

    @Override
    public @Nullable String parent() {
      return null;
    }
  }

  record Rpc(
      String name,
      String request,
      String response,
      boolean clientStreams,
      boolean serverStreams,
      Map<String, String> options,
      SourcePosition at) {}
}

package dev.datamesh.protobuf;

import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Field.Label;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.ExtendElement;
import com.squareup.wire.schema.internal.parser.ExtensionsElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.GroupElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.OptionElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import com.squareup.wire.schema.internal.parser.ReservedElement;
import com.squareup.wire.schema.internal.parser.RpcElement;
import com.squareup.wire.schema.internal.parser.ServiceElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kotlin.ranges.IntRange;
import org.jspecify.annotations.Nullable;

/** Parses files with Wire and resolves the names among them. For one thread at a time. */
final class ProtoReader {

  /**
   * Wire reads no editions. An edition's grammar is that of proto3 with defaults and extensions,
   * which Wire's parser takes; what the edition means is in {@link Features}.
   */
  private static final Pattern EDITION =
      Pattern.compile("(?m)^(\\s*)edition(\\s*=\\s*)\"(\\d{4})\"(\\s*;)");

  /** {@code features.(pb.cpp).string_type}, whose parentheses Wire does not take. */
  private static final Pattern CUSTOM_FEATURE = Pattern.compile("features\\.\\(([\\w.]+)\\)\\.");

  private static final Pattern PLACE = Pattern.compile(":(\\d+):(\\d+): (.*)", Pattern.DOTALL);

  private static final Set<String> SCALARS =
      Set.of(
          "double",
          "float",
          "int32",
          "int64",
          "uint32",
          "uint64",
          "sint32",
          "sint64",
          "fixed32",
          "fixed64",
          "sfixed32",
          "sfixed64",
          "bool",
          "string",
          "bytes");

  private final Map<String, ProtoFileElement> parsed = new TreeMap<>();
  private final Map<String, Proto.File> files = new LinkedHashMap<>();
  private final Set<String> messageNames = new LinkedHashSet<>();
  private final Set<String> enumNames = new LinkedHashSet<>();
  private final Map<String, Proto.Message> messages = new LinkedHashMap<>();
  private final Map<String, Proto.Enumeration> enums = new LinkedHashMap<>();
  private final Map<String, Proto.Service> services = new LinkedHashMap<>();
  private final Map<String, Proto.Field> extensions = new LinkedHashMap<>();

  private final Map<String, String> texts;

  private ProtoReader(Map<String, String> texts) {
    this.texts = texts;
  }

  static Proto.Schema read(Map<String, String> texts) {
    ProtoReader reader = new ProtoReader(texts);
    texts.forEach(reader::parse);
    reader.parsed.forEach((path, file) -> reader.names(file));
    reader.parsed.forEach(reader::file);
    return new Proto.Schema(
        reader.files, reader.messages, reader.enums, reader.services, reader.extensions);
  }

  private void parse(String path, String text) {
    Matcher edition = EDITION.matcher(text);
    boolean editions = edition.find();
    String readable =
        CUSTOM_FEATURE
            .matcher(editions ? edition.replaceFirst("$1syntax$2\"proto3\"$4") : text)
            .replaceAll("features.$1.");
    try {
      ProtoFileElement element = ProtoParser.Companion.parse(Location.get(path), readable);
      String syntax =
          editions ? "editions" : element.getSyntax() == Syntax.PROTO_3 ? "proto3" : "proto2";
      parsed.put(path, element);
      files.put(
          path,
          new Proto.File(
              path,
              syntax,
              editions ? edition.group(3) : "",
              element.getPackageName() == null ? "" : element.getPackageName(),
              options(element.getOptions())));
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw refused(path, e);
    }
  }

  private static InvalidInputException refused(String path, RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    Matcher place = PLACE.matcher(message);
    SourcePosition at = new SourcePosition(path, 1, 1);
    if (place.find() && place.group(1).length() < 9 && place.group(2).length() < 9) {
      at =
          new SourcePosition(
              path, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
      message = place.group(3);
    }
    return new InvalidInputException(new Problem("", at, "Cannot read the file, " + message));
  }

  private void names(ProtoFileElement file) {
    String pack = file.getPackageName() == null ? "" : file.getPackageName();
    file.getTypes().forEach(type -> names(type, pack));
  }

  private void names(TypeElement type, String scope) {
    String name = join(scope, type.getName());
    if (type instanceof EnumElement) {
      enumNames.add(name);
    } else {
      messageNames.add(name);
    }
    if (type instanceof MessageElement message) {
      message.getGroups().forEach(group -> messageNames.add(join(name, group.getName())));
    }
    type.getNestedTypes().forEach(nested -> names(nested, name));
  }

  private static String join(String scope, String name) {
    return scope.isEmpty() ? name : scope + "." + name;
  }

  private void file(String path, ProtoFileElement element) {
    Proto.File file = files.get(path);
    if (file == null) {
      return;
    }
    Map<String, String> features = Features.within(Features.of(file), file.options());
    element.getTypes().forEach(type -> type(type, file, file.pack(), null, features));
    element.getExtendDeclarations().forEach(extend -> extend(extend, file, file.pack(), features));
    for (ServiceElement service : element.getServices()) {
      List<Proto.Rpc> rpcs = new ArrayList<>();
      service.getRpcs().forEach(rpc -> rpcs.add(rpc(rpc, join(file.pack(), service.getName()))));
      String name = join(file.pack(), service.getName());
      services.put(name, new Proto.Service(name, file, rpcs, at(service.getLocation())));
    }
  }

  private Proto.Rpc rpc(RpcElement rpc, String scope) {
    return new Proto.Rpc(
        rpc.getName(),
        resolve(rpc.getRequestType(), scope),
        resolve(rpc.getResponseType(), scope),
        rpc.getRequestStreaming(),
        rpc.getResponseStreaming(),
        options(rpc.getOptions()),
        at(rpc.getLocation()));
  }

  private void type(
      TypeElement type,
      Proto.File file,
      String scope,
      @Nullable String parent,
      Map<String, String> inherited) {
    String name = join(scope, type.getName());
    Map<String, String> options = options(type.getOptions());
    Map<String, String> features = Features.within(inherited, options);
    if (type instanceof EnumElement element) {
      enums.put(name, enumeration(element, name, file, parent, merged(features, options)));
    } else if (type instanceof MessageElement element) {
      messages.put(name, message(element, name, file, parent, features, options));
      element.getExtendDeclarations().forEach(extend -> extend(extend, file, name, features));
      element.getGroups().forEach(group -> group(group, file, name, features));
    }
    type.getNestedTypes().forEach(nested -> type(nested, file, name, name, features));
  }

  private static Map<String, String> merged(Map<String, String> one, Map<String, String> other) {
    Map<String, String> all = new LinkedHashMap<>(one);
    all.putAll(other);
    return all;
  }

  private void group(
      GroupElement group, Proto.File file, String scope, Map<String, String> features) {
    String name = join(scope, group.getName());
    List<Proto.Field> fields = new ArrayList<>();
    group.getFields().forEach(field -> fields.add(field(field, "", "", name, file, features)));
    messages.put(
        name,
        new Proto.Message(
            name,
            file,
            scope,
            fields,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            features,
            "",
            at(group.getLocation()),
            at(group.getLocation())));
  }

  private Proto.Enumeration enumeration(
      EnumElement element,
      String name,
      Proto.File file,
      @Nullable String parent,
      Map<String, String> options) {
    List<Proto.Value> values = new ArrayList<>();
    element
        .getConstants()
        .forEach(
            value ->
                values.add(
                    new Proto.Value(value.getName(), value.getTag(), at(value.getLocation()))));
    List<Proto.Range> ranges = new ArrayList<>();
    List<String> names = new ArrayList<>();
    reserved(element.getReserveds(), ranges, names);
    return new Proto.Enumeration(
        name, file, parent, values, ranges, names, options, at(element.getLocation()));
  }

  private Proto.Message message(
      MessageElement element,
      String name,
      Proto.File file,
      @Nullable String parent,
      Map<String, String> features,
      Map<String, String> options) {
    List<Proto.Field> fields = new ArrayList<>();
    element.getFields().forEach(field -> fields.add(field(field, "", "", name, file, features)));
    List<String> oneofs = new ArrayList<>();
    for (OneOfElement oneof : element.getOneOfs()) {
      oneofs.add(oneof.getName());
      Map<String, String> within = Features.within(features, options(oneof.getOptions()));
      oneof
          .getFields()
          .forEach(field -> fields.add(field(field, oneof.getName(), "", name, file, within)));
    }
    for (GroupElement group : element.getGroups()) {
      fields.add(groupField(group, name, file));
    }
    List<Proto.Range> ranges = new ArrayList<>();
    List<String> names = new ArrayList<>();
    reserved(element.getReserveds(), ranges, names);
    List<Proto.Range> extensible = new ArrayList<>();
    for (ExtensionsElement range : element.getExtensions()) {
      range.getValues().forEach(value -> range(value, extensible));
    }
    return new Proto.Message(
        name,
        file,
        parent,
        fields,
        oneofs,
        ranges,
        names,
        extensible,
        merged(features, options),
        note(element.getDocumentation()),
        jsonAt(element, options),
        at(element.getLocation()));
  }

  /** Where the message says so itself, that place; Wire gives options none. */
  private SourcePosition jsonAt(MessageElement element, Map<String, String> options) {
    SourcePosition start = at(element.getLocation());
    if (!options.containsKey("features.json_format")) {
      return start;
    }
    List<String> lines = texts.getOrDefault(start.source(), "").lines().toList();
    for (int i = start.line() - 1; i >= 0 && i < lines.size(); i++) {
      int at = lines.get(i).indexOf("option");
      if (at >= 0 && lines.get(i).contains("json_format")) {
        return new SourcePosition(start.source(), i + 1, at + 1);
      }
    }
    return start;
  }

  private static String note(String documentation) {
    return documentation
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(ProtobufMapping.NOTE))
        .map(line -> line.substring(ProtobufMapping.NOTE.length()))
        .findFirst()
        .orElse("");
  }

  private static String description(String documentation) {
    return documentation
        .lines()
        .filter(line -> !line.strip().startsWith(ProtobufMapping.NOTE))
        .collect(java.util.stream.Collectors.joining("\n"));
  }

  private static Proto.Field groupField(GroupElement group, String scope, Proto.File file) {
    String name = group.getName().toLowerCase(Locale.ROOT);
    return new Proto.Field(
        name,
        join(scope, name),
        group.getTag(),
        group.getLabel() == Label.REPEATED
            ? Proto.Cardinality.REPEATED
            : group.getLabel() == Label.REQUIRED
                ? Proto.Cardinality.REQUIRED
                : Proto.Cardinality.EXPLICIT,
        Proto.GROUP,
        join(scope, group.getName()),
        "",
        "",
        jsonName(name),
        "",
        Map.of(),
        "",
        description(group.getDocumentation()),
        file,
        at(group.getLocation()));
  }

  private static void reserved(
      List<ReservedElement> elements, List<Proto.Range> ranges, List<String> names) {
    for (ReservedElement element : elements) {
      for (Object value : element.getValues()) {
        if (value instanceof String name) {
          names.add(name);
        } else {
          range(value, ranges);
        }
      }
    }
  }

  private static void range(Object value, List<Proto.Range> ranges) {
    if (value instanceof Integer number) {
      ranges.add(new Proto.Range(number, number));
    } else if (value instanceof IntRange range) {
      ranges.add(new Proto.Range(range.getFirst(), range.getLast()));
    }
  }

  private void extend(
      ExtendElement extend, Proto.File file, String scope, Map<String, String> features) {
    String extendee = resolve(extend.getName(), scope);
    for (FieldElement element : extend.getFields()) {
      Proto.Field field = field(element, "", extendee, scope, file, features);
      extensions.put(extendee + " " + field.number(), field);
    }
  }

  private Proto.Field field(
      FieldElement element,
      String oneof,
      String extendee,
      String scope,
      Proto.File file,
      Map<String, String> inherited) {
    Map<String, String> options = merged(inherited, options(element.getOptions()));
    String text = element.getType();
    boolean map = text.startsWith("map<");
    String resolved = map ? resolveMap(text, scope) : resolve(text, scope);
    String kind = map ? Proto.MESSAGE : kind(resolved, options);
    return new Proto.Field(
        element.getName(),
        join(scope, element.getName()),
        element.getTag(),
        cardinality(element.getLabel(), map, kind, oneof, extendee, options, file),
        kind,
        resolved,
        oneof,
        element.getDefaultValue() == null ? "" : element.getDefaultValue(),
        element.getJsonName() == null ? jsonName(element.getName()) : element.getJsonName(),
        extendee,
        options,
        note(element.getDocumentation()),
        description(element.getDocumentation()),
        file,
        at(element.getLocation()));
  }

  private static Proto.Cardinality cardinality(
      @Nullable Label label,
      boolean map,
      String kind,
      String oneof,
      String extendee,
      Map<String, String> options,
      Proto.File file) {
    if (map) {
      return Proto.Cardinality.MAP;
    }
    if (label == Label.REPEATED) {
      return Proto.Cardinality.REPEATED;
    }
    String presence = options.getOrDefault("features.field_presence", "");
    if (label == Label.REQUIRED || presence.equals("LEGACY_REQUIRED")) {
      return Proto.Cardinality.REQUIRED;
    }
    boolean always =
        kind.equals(Proto.MESSAGE)
            || kind.equals(Proto.GROUP)
            || !oneof.isEmpty()
            || !extendee.isEmpty()
            || (label == Label.OPTIONAL && !file.syntax().equals("editions"));
    return always || presence.equals("EXPLICIT")
        ? Proto.Cardinality.EXPLICIT
        : Proto.Cardinality.IMPLICIT;
  }

  private String kind(String resolved, Map<String, String> options) {
    if (SCALARS.contains(resolved)) {
      return resolved;
    }
    if (enumNames.contains(resolved)) {
      return Proto.ENUM;
    }
    return options.getOrDefault("features.message_encoding", "").equals("DELIMITED")
        ? Proto.GROUP
        : Proto.MESSAGE;
  }

  private String resolveMap(String text, String scope) {
    int comma = text.indexOf(',');
    String key = text.substring(4, comma).strip();
    String value = text.substring(comma + 1, text.length() - 1).strip();
    return "map<" + key + ", " + resolve(value, scope) + ">";
  }

  /** A name is looked for in the scope where it stands, then further and further out. */
  private String resolve(String name, String scope) {
    if (SCALARS.contains(name)) {
      return name;
    }
    if (name.startsWith(".")) {
      return name.substring(1);
    }
    String around = scope;
    while (true) {
      String candidate = join(around, name);
      if (messageNames.contains(candidate) || enumNames.contains(candidate)) {
        return candidate;
      }
      if (around.isEmpty()) {
        return name;
      }
      int dot = around.lastIndexOf('.');
      around = dot < 0 ? "" : around.substring(0, dot);
    }
  }

  static String jsonName(String name) {
    StringBuilder text = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        text.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return text.toString();
  }

  private static Map<String, String> options(List<OptionElement> elements) {
    Map<String, String> options = new LinkedHashMap<>();
    elements.forEach(element -> option(element.getName(), element.getValue(), options));
    return options;
  }

  private static void option(String name, Object value, Map<String, String> options) {
    String bare = name.replace("(", "").replace(")", "");
    if (value instanceof OptionElement nested) {
      option(bare + "." + nested.getName(), nested.getValue(), options);
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> option(bare + "." + key, String.valueOf(item), options));
    } else {
      options.put(bare, String.valueOf(value));
    }
  }

  static SourcePosition at(Location location) {
    return new SourcePosition(location.getPath(), location.getLine(), location.getColumn());
  }
}

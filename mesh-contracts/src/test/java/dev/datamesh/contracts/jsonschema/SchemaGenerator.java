package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random schemas of draft 7, single edits of them, and documents that mostly fit. */
final class SchemaGenerator {

  private static final SourcePosition AT = SourcePosition.UNKNOWN;
  private static final String[] NAMES = {"a", "b", "c", "id", "total", "region"};
  private static final String[] WORDS = {"x", "EU", "NA", "abc", "42", ""};
  private static final String[] PATTERNS = {"^[a-z]+$", "^x", "[0-9]", "^[A-Z]{2}$", "b"};
  private static final String[] FORMATS = {"date", "ipv4", "email", "uuid"};

  private final Random random;

  SchemaGenerator(Random random) {
    this.random = random;
  }

  Node schema(int depth) {
    int kind = random.nextInt(depth > 0 ? 10 : 5);
    return switch (kind) {
      case 0 -> integer();
      case 1 -> number();
      case 2 -> string();
      case 3 -> enumeration();
      case 4 -> map("type", text(pick("boolean", "null", "string", "integer")));
      case 5 -> array(depth);
      case 6 -> combined(depth);
      default -> object(depth);
    };
  }

  private Node integer() {
    Map<String, Node> words = words("type", text("integer"));
    bounds(words);
    if (random.nextInt(4) == 0) {
      words.put("multipleOf", number(1 + random.nextInt(4)));
    }
    return map(words);
  }

  private Node number() {
    Map<String, Node> words = words("type", text("number"));
    bounds(words);
    return map(words);
  }

  private void bounds(Map<String, Node> words) {
    if (random.nextBoolean()) {
      words.put(random.nextInt(3) == 0 ? "exclusiveMinimum" : "minimum", number(random.nextInt(5)));
    }
    if (random.nextInt(3) == 0) {
      words.put(
          random.nextInt(3) == 0 ? "exclusiveMaximum" : "maximum", number(5 + random.nextInt(5)));
    }
  }

  private Node string() {
    Map<String, Node> words = words("type", text("string"));
    if (random.nextInt(3) == 0) {
      words.put("minLength", number(random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      words.put("maxLength", number(2 + random.nextInt(4)));
    }
    if (random.nextInt(4) == 0) {
      words.put("pattern", text(pick(PATTERNS)));
    } else if (random.nextInt(8) == 0 && words.size() == 1) {
      words.put("format", text(pick("date", "ipv4")));
    }
    return map(words);
  }

  private Node enumeration() {
    List<Node> values = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    while (values.size() < size) {
      Node value = random.nextInt(4) == 0 ? number(random.nextInt(4)) : text(pick(WORDS));
      if (!values.contains(value)) {
        values.add(value);
      }
    }
    return map("enum", list(values));
  }

  private Node array(int depth) {
    Map<String, Node> words = words("type", text("array"));
    words.put("items", schema(depth - 1));
    if (random.nextInt(3) == 0) {
      words.put("minItems", number(random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      words.put("maxItems", number(2 + random.nextInt(2)));
    }
    if (random.nextInt(5) == 0) {
      words.put("uniqueItems", new Node.Bool(true, AT));
    }
    if (random.nextInt(6) == 0) {
      words.put("contains", schema(0));
    }
    return map(words);
  }

  private Node combined(int depth) {
    List<Node> parts = List.of(schema(depth - 1), schema(depth - 1));
    return switch (random.nextInt(5)) {
      case 0 -> map("allOf", list(parts));
      case 1 -> map("oneOf", list(parts));
      case 2 -> map("not", parts.get(0));
      case 3 -> {
        Map<String, Node> words = words("if", parts.get(0));
        words.put(random.nextBoolean() ? "then" : "else", parts.get(1));
        yield map(words);
      }
      default -> map("anyOf", list(parts));
    };
  }

  private Node object(int depth) {
    Map<String, Node> words = words("type", text("object"));
    Map<String, Node> properties = new LinkedHashMap<>();
    List<Node> required = new ArrayList<>();
    int size = 1 + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      String name = pick(NAMES);
      properties.put(name, schema(depth - 1));
      if (random.nextBoolean() && !required.contains(text(name))) {
        required.add(text(name));
      }
    }
    words.put("properties", map(properties));
    if (!required.isEmpty()) {
      words.put("required", list(required));
    }
    int open = random.nextInt(6);
    if (open == 0) {
      words.put("additionalProperties", new Node.Bool(false, AT));
    } else if (open == 1) {
      words.put("additionalProperties", schema(0));
    } else if (open == 2) {
      words.put("patternProperties", map(pick("^[a-c]$", "^x", "d$"), schema(0)));
    }
    if (random.nextInt(8) == 0) {
      words.put("minProperties", number(1 + random.nextInt(2)));
    }
    if (random.nextInt(8) == 0) {
      words.put("propertyNames", map("maxLength", number(3 + random.nextInt(4))));
    }
    if (random.nextInt(8) == 0) {
      words.put("dependencies", map(pick(NAMES), list(List.of(text(pick(NAMES))))));
    }
    return map(words);
  }

  /** One change somewhere. */
  Node edit(Node schema) {
    if (!(schema instanceof Node.Mapping mapping)) {
      return schema(1);
    }
    List<String> keys = new ArrayList<>(mapping.keys());
    String key = keys.get(random.nextInt(keys.size()));
    Node value = mapping.find(key).orElseThrow();
    Map<String, Node> words = new LinkedHashMap<>();
    mapping.entries().forEach((k, entry) -> words.put(k, entry.value()));
    switch (random.nextInt(4)) {
      case 0 -> {
        if (keys.size() > 1) {
          words.remove(key);
        }
      }
      case 1 -> add(words);
      default -> words.put(key, changed(key, value));
    }
    return map(words);
  }

  private void add(Map<String, Node> words) {
    switch (random.nextInt(6)) {
      case 0 -> words.put("minimum", number(random.nextInt(6)));
      case 1 -> words.put("maxLength", number(random.nextInt(6)));
      case 2 -> words.put("required", list(List.of(text(pick(NAMES)))));
      case 3 -> words.put("additionalProperties", new Node.Bool(random.nextBoolean(), AT));
      case 4 -> words.put("minItems", number(random.nextInt(3)));
      default -> words.put("pattern", text(pick(PATTERNS)));
    }
  }

  private Node changed(String key, Node value) {
    if (value instanceof Node.Num number) {
      int step = random.nextBoolean() ? 1 : -1;
      BigDecimal moved = number.value().add(BigDecimal.valueOf(step));
      boolean count = key.startsWith("m") && !key.equals("minimum") && !key.equals("maximum");
      return new Node.Num(count ? moved.max(BigDecimal.ONE) : moved, AT);
    }
    if (value instanceof Node.Bool bool) {
      return new Node.Bool(!bool.value(), AT);
    }
    return switch (key) {
      case "type" -> text(pick("string", "integer", "number", "object", "array", "boolean"));
      case "pattern" -> text(pick(PATTERNS));
      case "format" -> text(pick(FORMATS));
      case "required" -> list(List.of(text(pick(NAMES))));
      case "enum" -> enumeration().find("enum").orElseThrow();
      case "properties", "patternProperties", "dependencies" -> inside((Node.Mapping) value);
      case "allOf", "anyOf", "oneOf" -> member((Node.Sequence) value);
      default -> value instanceof Node.Mapping ? edit(value) : schema(1);
    };
  }

  private Node inside(Node.Mapping holder) {
    Map<String, Node> words = new LinkedHashMap<>();
    holder.entries().forEach((k, entry) -> words.put(k, entry.value()));
    String key = new ArrayList<>(words.keySet()).get(random.nextInt(words.size()));
    Node old = words.get(key);
    if (random.nextInt(5) == 0) {
      words.put("new", schema(1));
    } else if (old instanceof Node.Mapping) {
      words.put(key, edit(old));
    } else {
      words.put(key, list(List.of(text(pick(NAMES)))));
    }
    return map(words);
  }

  private Node member(Node.Sequence list) {
    List<Node> items = new ArrayList<>(list.items());
    int i = random.nextInt(items.size());
    switch (random.nextInt(3)) {
      case 0 -> items.add(schema(1));
      case 1 -> {
        if (items.size() > 1) {
          items.remove(i);
        }
      }
      default -> items.set(i, edit(items.get(i)));
    }
    return list(items);
  }

  /** A document that follows the schema's plain words, with a slip now and then. */
  Node instance(Node schema, int depth) {
    if (depth == 0 || random.nextInt(15) == 0 || !(schema instanceof Node.Mapping mapping)) {
      return any();
    }
    if (mapping.find("enum").orElse(null) instanceof Node.Sequence values
        && !values.items().isEmpty()) {
      return values.items().get(random.nextInt(values.items().size()));
    }
    for (String word : new String[] {"allOf", "anyOf", "oneOf"}) {
      if (mapping.find(word).orElse(null) instanceof Node.Sequence parts
          && !parts.items().isEmpty()) {
        return instance(parts.items().get(random.nextInt(parts.items().size())), depth - 1);
      }
    }
    for (String word : new String[] {"then", "else", "if"}) {
      if (mapping.find(word).isPresent() && random.nextBoolean()) {
        return instance(mapping.find(word).orElseThrow(), depth - 1);
      }
    }
    return ofType(mapping, mapping.find("type").flatMap(Node::text).orElse("any"), depth);
  }

  private Node ofType(Node.Mapping schema, String type, int depth) {
    return switch (type) {
      case "object" -> {
        Map<String, Node> fields = new LinkedHashMap<>();
        Node properties = schema.find("properties").orElse(null);
        if (properties instanceof Node.Mapping declared) {
          declared
              .entries()
              .forEach(
                  (name, entry) -> {
                    if (random.nextInt(4) > 0) {
                      fields.put(name, instance(entry.value(), depth - 1));
                    }
                  });
        }
        if (random.nextInt(4) == 0) {
          fields.put(pick("x1", "d", "new", "longer_name"), any());
        }
        yield map(fields);
      }
      case "array" -> {
        List<Node> items = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
          items.add(instance(schema.find("items").orElse(map(Map.of())), depth - 1));
        }
        yield list(items);
      }
      case "integer" -> number(random.nextInt(12) - 1);
      case "number" ->
          new Node.Num(new BigDecimal(random.nextInt(24) - 2).divide(BigDecimal.valueOf(2)), AT);
      case "string" ->
          schema.find("format").isPresent()
              ? text(pick("2024-01-15", "10.0.0.1", "a@b.example"))
              : text(pick("x", "EU", "abc", "42", "", "xb1", "zz", "abcdef"));
      case "boolean" -> new Node.Bool(random.nextBoolean(), AT);
      case "null" -> new Node.Null(AT);
      default -> any();
    };
  }

  private Node any() {
    return switch (random.nextInt(7)) {
      case 0 -> number(random.nextInt(10));
      case 1 -> text(pick(WORDS));
      case 2 -> new Node.Bool(true, AT);
      case 3 -> new Node.Null(AT);
      case 4 -> list(List.of());
      case 5 -> map(Map.of());
      default -> new Node.Num(new BigDecimal("1.5"), AT);
    };
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }

  private static Map<String, Node> words(String key, Node value) {
    Map<String, Node> words = new LinkedHashMap<>();
    words.put(key, value);
    return words;
  }

  private static Node map(String key, Node value) {
    return map(Map.of(key, value));
  }

  private static Node map(Map<String, Node> words) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    words.forEach((key, value) -> entries.put(key, new Node.Entry(AT, value)));
    return new Node.Mapping(entries, AT);
  }

  private static Node list(List<Node> items) {
    return new Node.Sequence(items, AT);
  }

  private static Node text(String value) {
    return new Node.Text(value, AT);
  }

  private static Node number(int value) {
    return new Node.Num(BigDecimal.valueOf(value), AT);
  }
}

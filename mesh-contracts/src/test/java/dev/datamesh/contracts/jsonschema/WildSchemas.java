package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random schemas with every keyword of a draft over few names and values, edits and documents. */
final class WildSchemas {

  private static final SourcePosition AT = SourcePosition.UNKNOWN;
  private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> MAPS =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
  private static final Set<String> SINGLE =
      Set.of(
          "not",
          "if",
          "then",
          "else",
          "items",
          "additionalItems",
          "contains",
          "additionalProperties",
          "propertyNames",
          "unevaluatedItems",
          "unevaluatedProperties");

  private final Random random;
  private final Dialect dialect;

  WildSchemas(Random random, Dialect dialect) {
    this.random = random;
    this.dialect = dialect;
  }

  Node root(int depth) {
    Map<String, Node> words = new LinkedHashMap<>();
    words.put("$schema", text(uri()));
    Node body = schema(depth);
    if (random.nextInt(3) == 0) {
      words.put(defs(), map(Map.of("d0", schema(Math.max(1, depth - 1)), "d1", schema(1))));
      if (random.nextBoolean() && body instanceof Node.Mapping m) {
        Map<String, Node> more = entries(m);
        reference(more);
        body = map(more);
      }
    }
    if (body instanceof Node.Mapping m) {
      entries(m).forEach(words::put);
    } else {
      words.put("allOf", list(List.of(body)));
    }
    return map(words);
  }

  String uri() {
    return switch (dialect) {
      case DRAFT4 -> "http://json-schema.org/draft-04/schema#";
      case DRAFT6 -> "http://json-schema.org/draft-06/schema#";
      case DRAFT7 -> "http://json-schema.org/draft-07/schema#";
      case DRAFT2019 -> "https://json-schema.org/draft/2019-09/schema";
      default -> "https://json-schema.org/draft/2020-12/schema";
    };
  }

  private String defs() {
    return dialect.isNewer() ? "$defs" : "definitions";
  }

  private void reference(Map<String, Node> words) {
    words.put("$ref", text("#/" + defs() + "/" + pick("d0", "d1")));
  }

  Node schema(int depth) {
    if (dialect.has6() && random.nextInt(12) == 0) {
      return bool(random.nextInt(3) > 0);
    }
    Map<String, Node> words = new LinkedHashMap<>();
    int group = random.nextInt(depth > 0 ? 10 : 6);
    String[] types = {"integer", "string", "array", "object", "number", "null", "boolean"};
    switch (group) {
      case 0 -> fill(words, pick("integer", "number"), depth, 1 + random.nextInt(2));
      case 1 -> fill(words, "string", depth, 1 + random.nextInt(2));
      case 2 -> fill(words, "array", depth, 1 + random.nextInt(3));
      case 3 -> fill(words, "object", depth, 1 + random.nextInt(3));
      case 4 -> values(words);
      case 5 -> words.put("type", random.nextInt(3) > 0 ? text(pick(types)) : types(types));
      case 6 -> fill(words, "array", depth, 2 + random.nextInt(3));
      case 7, 8 -> fill(words, "object", depth, 2 + random.nextInt(3));
      default -> {}
    }
    if (group > 8 || random.nextInt(4) == 0 && depth > 0) {
      combine(words, depth);
    }
    return map(words);
  }

  private Node types(String[] types) {
    String a = pick(types);
    String b = pick(types);
    return a.equals(b) ? text(a) : list(List.of(text(a), text(b)));
  }

  private void fill(Map<String, Node> words, String type, int depth, int count) {
    if (random.nextInt(3) > 0) {
      words.put("type", text(type));
    }
    for (int i = 0; i < count; i++) {
      switch (type) {
        case "integer", "number" -> numeric(words);
        case "string" -> textual(words);
        case "array" -> array(words, Math.max(depth, 1) - 1);
        default -> object(words, Math.max(depth, 1) - 1);
      }
    }
    if (random.nextInt(10) == 0) {
      values(words);
    }
  }

  private void values(Map<String, Node> words) {
    if (dialect.has6() && random.nextInt(3) == 0) {
      words.put("const", value(1));
      return;
    }
    List<Node> values = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    while (values.size() < size) {
      Node value = value(1);
      if (!values.contains(value)) {
        values.add(value);
      }
    }
    words.put("enum", list(values));
  }

  private void numeric(Map<String, Node> words) {
    switch (random.nextInt(4)) {
      case 0 -> bound(words, "minimum", "exclusiveMinimum");
      case 1 -> bound(words, "maximum", "exclusiveMaximum");
      case 2 ->
          words.put("multipleOf", decimal(pick("1", "2", "3", "0.5", "1.5", "0.1", "6", "2.0")));
      default -> bound(words, pick("minimum"), "exclusiveMinimum");
    }
  }

  private void bound(Map<String, Node> words, String plain, String exclusive) {
    Node bound = decimal(pick("0", "1", "2", "0.5", "3", "-1", "1.0"));
    if (random.nextInt(3) > 0) {
      words.put(plain, bound);
    } else if (dialect == Dialect.DRAFT4) {
      words.put(plain, bound);
      words.put(exclusive, bool(random.nextInt(4) > 0));
    } else {
      words.put(exclusive, bound);
    }
  }

  private void textual(Map<String, Node> words) {
    switch (random.nextInt(4)) {
      case 0 -> words.put("minLength", number(random.nextInt(4)));
      case 1 -> words.put("maxLength", number(random.nextInt(4)));
      case 2 ->
          words.put(
              "pattern",
              text(
                  pick(
                      "^[a-z]+$",
                      "^a",
                      "b$",
                      "[0-9]",
                      "^\\d+$",
                      "^\\w*$",
                      "^(a|bc)*$",
                      "^a?b{1,2}$",
                      "",
                      "^$",
                      ".",
                      "^[^a]",
                      "c|^b",
                      "^.{2}$",
                      "\\S")));
      default -> {
        if (!dialect.isNewer() && random.nextInt(3) == 0) {
          words.put("format", text(pick("date", "ipv4", "email")));
        } else {
          words.put("minLength", number(random.nextInt(3)));
        }
      }
    }
  }

  private void array(Map<String, Node> words, int depth) {
    switch (random.nextInt(dialect.isNewer() ? 9 : 7)) {
      case 0 -> words.put("items", schema(depth));
      case 1 -> {
        List<Node> items = new ArrayList<>();
        int size = 1 + random.nextInt(2);
        for (int i = 0; i < size; i++) {
          items.add(schema(depth));
        }
        words.put(dialect.hasPrefixItems() ? "prefixItems" : "items", list(items));
      }
      case 2 -> words.put("minItems", number(random.nextInt(3)));
      case 3 -> words.put("maxItems", number(random.nextInt(4)));
      case 4 -> words.put("uniqueItems", bool(random.nextInt(4) > 0));
      case 5 -> {
        if (dialect.has6()) {
          words.put("contains", schema(depth));
        }
      }
      case 6 -> {
        if (!dialect.hasPrefixItems()) {
          words.put("additionalItems", schemaOrBool(depth));
        }
      }
      case 7 -> {
        words.put("contains", schema(depth));
        words.put(pick("minContains", "maxContains"), number(random.nextInt(3)));
      }
      default -> words.put("unevaluatedItems", schemaOrBool(depth));
    }
  }

  private Node schemaOrBool(int depth) {
    return random.nextInt(2) == 0 ? bool(random.nextInt(4) == 0) : schema(depth);
  }

  private void object(Map<String, Node> words, int depth) {
    switch (random.nextInt(dialect.isNewer() ? 11 : 9)) {
      case 0, 1 -> {
        Map<String, Node> properties = new LinkedHashMap<>();
        int size = 1 + random.nextInt(3);
        for (int i = 0; i < size; i++) {
          properties.put(name(), schema(depth));
        }
        words.put("properties", map(properties));
      }
      case 2 -> words.put("required", names());
      case 3 ->
          words.put(
              "patternProperties",
              random.nextInt(3) > 0
                  ? map(Map.of(pick("^a", "b", "c$", ".", "^[a-c]$", "^$"), schema(depth)))
                  : map(Map.of("^a", schema(depth), "b", schema(depth))));
      case 4 -> words.put("additionalProperties", schemaOrBool(depth));
      case 5 -> {
        if (dialect.has6()) {
          words.put("propertyNames", schema(0));
        }
      }
      case 6 -> words.put("minProperties", number(random.nextInt(3)));
      case 7 -> words.put("maxProperties", number(random.nextInt(4)));
      case 8 -> dependencies(words, depth);
      case 9 -> words.put("unevaluatedProperties", schemaOrBool(depth));
      default -> words.put("dependentSchemas", map(Map.of(name(), schema(depth))));
    }
  }

  private void dependencies(Map<String, Node> words, int depth) {
    if (dialect.isNewer()) {
      words.put("dependentRequired", map(Map.of(name(), names())));
    } else {
      words.put(
          "dependencies", map(Map.of(name(), random.nextBoolean() ? names() : schema(depth))));
    }
  }

  private Node names() {
    List<Node> names = new ArrayList<>();
    names.add(text(name()));
    Node other = text(name());
    if (!names.contains(other) && random.nextBoolean()) {
      names.add(other);
    }
    return list(names);
  }

  private String name() {
    return pick("a", "b", "c", "ab");
  }

  private void combine(Map<String, Node> words, int depth) {
    switch (random.nextInt(dialect.has7() ? 6 : 5)) {
      case 0 -> words.put("allOf", parts(depth));
      case 1 -> words.put("anyOf", parts(depth));
      case 2 -> words.put("oneOf", parts(depth));
      case 3 -> words.put("not", schema(depth - 1));
      case 4 -> {
        words.put("not", schema(depth - 1));
        words.put("anyOf", parts(depth));
      }
      default -> {
        words.put("if", schema(depth - 1));
        if (random.nextInt(3) > 0) {
          words.put("then", schema(depth - 1));
        }
        if (random.nextInt(3) > 0) {
          words.put("else", schema(depth - 1));
        }
      }
    }
  }

  private Node parts(int depth) {
    List<Node> parts = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      parts.add(schema(depth - 1));
    }
    return list(parts);
  }

  /** One change somewhere, at any depth. */
  Node edit(Node schema) {
    if (!(schema instanceof Node.Mapping mapping)) {
      return schema(1);
    }
    Map<String, Node> words = entries(mapping);
    List<String> inside = new ArrayList<>();
    words.forEach(
        (key, value) -> {
          if (SINGLE.contains(key) || LISTS.contains(key) || MAPS.contains(key)) {
            inside.add(key);
          }
        });
    if (!inside.isEmpty() && random.nextInt(2) == 0) {
      String key = inside.get(random.nextInt(inside.size()));
      words.put(key, editWithin(key, words.get(key)));
      return map(words);
    }
    List<String> keys = new ArrayList<>(words.keySet());
    keys.remove("$schema");
    keys.remove("$defs");
    keys.remove("definitions");
    switch (random.nextInt(5)) {
      case 0 -> {
        if (!keys.isEmpty()) {
          words.remove(keys.get(random.nextInt(keys.size())));
        }
      }
      case 1 -> numberMoved(words, keys);
      case 2 -> {
        if (words.containsKey(defs())) {
          reference(words);
        } else {
          combine(words, 2);
        }
      }
      default -> {
        String type = words.getOrDefault("type", text("object")).text().orElse("object");
        if (type.equals("null") || type.equals("boolean")) {
          type = "integer";
        }
        fill(words, type, 1, 1);
      }
    }
    return map(words);
  }

  private void numberMoved(Map<String, Node> words, List<String> keys) {
    for (String key : keys) {
      if (words.get(key) instanceof Node.Num n) {
        BigDecimal moved = n.value().add(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
        boolean count =
            key.startsWith("min") && key.length() > 7 || key.startsWith("max") && key.length() > 7;
        words.put(
            key,
            new Node.Num(
                key.equals("multipleOf") && moved.signum() <= 0
                    ? BigDecimal.ONE
                    : count ? moved.max(BigDecimal.ZERO) : moved,
                AT));
        return;
      }
    }
    values(words);
  }

  private Node editWithin(String key, Node value) {
    if (value instanceof Node.Sequence many) {
      List<Node> items = new ArrayList<>(many.items());
      int i = items.isEmpty() ? -1 : random.nextInt(items.size());
      switch (random.nextInt(4)) {
        case 0 -> items.add(schema(1));
        case 1 -> {
          if (items.size() > 1) {
            items.remove(i);
          }
        }
        default -> {
          if (i >= 0) {
            items.set(i, edit(items.get(i)));
          }
        }
      }
      return list(items);
    }
    if (MAPS.contains(key) && value instanceof Node.Mapping holder && !holder.entries().isEmpty()) {
      Map<String, Node> words = entries(holder);
      List<String> names = new ArrayList<>(words.keySet());
      String name = names.get(random.nextInt(names.size()));
      if (key.equals("properties") && random.nextInt(4) == 0) {
        words.put(name(), schema(1));
      } else {
        words.put(name, edit(words.get(name)));
      }
      return map(words);
    }
    return edit(value);
  }

  /** A document of few names and values. */
  Node value(int depth) {
    int kind = random.nextInt(depth > 0 ? 12 : 8);
    return switch (kind) {
      case 0 -> new Node.Null(AT);
      case 1 -> bool(random.nextBoolean());
      case 2, 3 -> decimal(pick("0", "1", "2", "3", "-1", "6", "1.0"));
      case 4 -> decimal(pick("0.5", "1.5", "2.5", "0.1", "0.3"));
      case 5, 6, 7 -> text(pick("", "a", "ab", "b", "abc", "1", "é", "🐲", "bc", "12"));
      case 8, 9 -> {
        List<Node> items = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
          items.add(i > 0 && random.nextInt(3) == 0 ? items.get(i - 1) : value(depth - 1));
        }
        yield list(items);
      }
      default -> {
        Map<String, Node> fields = new LinkedHashMap<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
          fields.put(pick("a", "b", "c", "ab", "d", "", "zz"), value(depth - 1));
        }
        yield map(fields);
      }
    };
  }

  /** A schema of few keywords that concern one type, so that they meet. */
  Node focused(String type, int count) {
    Map<String, Node> words = new LinkedHashMap<>();
    words.put("$schema", text(uri()));
    fill(words, type, 1 + random.nextInt(2), count);
    if (random.nextInt(4) == 0) {
      combine(words, 2);
    }
    return map(words);
  }

  /** A document that follows some of the schema's words. */
  Node sample(Node root, Node schema, int depth) {
    if (depth == 0 || random.nextInt(12) == 0 || !(schema instanceof Node.Mapping mapping)) {
      return value(1);
    }
    Node ref = mapping.find("$ref").orElse(null);
    if (ref != null && random.nextInt(4) > 0) {
      String name = ref.text().orElse("").replaceAll(".*/", "");
      return sample(root, root.find(defs()).flatMap(d -> d.find(name)).orElse(root), depth - 1);
    }
    if (mapping.find("const").isPresent()) {
      return mapping.find("const").get();
    }
    if (mapping.find("enum").orElse(null) instanceof Node.Sequence values) {
      return values.items().get(random.nextInt(values.items().size()));
    }
    for (String word : new String[] {"allOf", "anyOf", "oneOf"}) {
      if (mapping.find(word).orElse(null) instanceof Node.Sequence parts
          && random.nextInt(3) == 0) {
        return sample(root, parts.items().get(random.nextInt(parts.items().size())), depth - 1);
      }
    }
    for (String word : new String[] {"if", "then", "else", "not"}) {
      if (mapping.find(word).isPresent() && random.nextInt(4) == 0) {
        return sample(root, mapping.find(word).get(), depth - 1);
      }
    }
    String type = mapping.find("type").flatMap(Node::text).orElse("");
    if (type.isEmpty()) {
      for (String key : mapping.keys()) {
        if (key.endsWith("tems") || key.endsWith("ontains")) {
          type = "array";
        } else if (key.contains("ropert") || key.startsWith("depend") || key.equals("required")) {
          type = "object";
        }
      }
    }
    return switch (type) {
      case "array" -> sampleArray(root, mapping, depth);
      case "object" -> sampleObject(root, mapping, depth);
      case "integer" -> decimal(pick("0", "1", "2", "3", "6", "-1", "4", "1.0"));
      case "number" -> decimal(pick("0", "1", "2", "3", "6", "0.5", "1.5", "0.3", "2.5"));
      case "string" ->
          text(pick("", "a", "ab", "b", "abc", "1", "é", "🐲", "bc", "12", "bb", "abcd"));
      case "boolean" -> bool(random.nextBoolean());
      case "null" -> new Node.Null(AT);
      default -> value(2);
    };
  }

  private Node sampleArray(Node root, Node.Mapping schema, int depth) {
    List<Node> items = new ArrayList<>();
    int size = random.nextInt(6);
    Node first = schema.find(dialect.hasPrefixItems() ? "prefixItems" : "items").orElse(null);
    Node rest = schema.find("items").orElse(map(Map.of()));
    if (!dialect.hasPrefixItems() && rest instanceof Node.Sequence) {
      rest = schema.find("additionalItems").orElse(map(Map.of()));
    }
    for (int i = 0; i < size; i++) {
      Node item = rest;
      if (first instanceof Node.Sequence prefix && i < prefix.items().size()) {
        item = prefix.items().get(i);
      }
      if (random.nextInt(4) == 0) {
        item = schema.find("contains").or(() -> schema.find("unevaluatedItems")).orElse(item);
      }
      items.add(i > 0 && random.nextInt(4) == 0 ? items.get(i - 1) : sample(root, item, depth - 1));
    }
    return list(items);
  }

  private Node sampleObject(Node root, Node.Mapping schema, int depth) {
    Map<String, Node> fields = new LinkedHashMap<>();
    if (schema.find("required").orElse(null) instanceof Node.Sequence names) {
      for (Node name : names.items()) {
        fields.put(name.text().orElse(""), value(1));
      }
    }
    if (schema.find("properties").orElse(null) instanceof Node.Mapping declared) {
      for (String name : declared.keys()) {
        if (random.nextInt(3) > 0 || fields.containsKey(name)) {
          fields.put(name, sample(root, declared.find(name).get(), depth - 1));
        }
      }
    }
    for (String word : new String[] {"additionalProperties", "unevaluatedProperties"}) {
      Node other = schema.find(word).orElse(null);
      if (other != null && random.nextInt(3) == 0) {
        fields.putIfAbsent(pick("d", "zz", "", "b"), sample(root, other, depth - 1));
      }
    }
    if (schema.find("patternProperties").orElse(null) instanceof Node.Mapping patterns) {
      for (String pattern : patterns.keys()) {
        fields.putIfAbsent(
            pick("a", "ab", "b", "c", "bc", ""),
            sample(root, patterns.find(pattern).get(), depth - 1));
      }
    }
    if (random.nextInt(3) == 0) {
      fields.putIfAbsent(pick("d", "zz", "a", "b", "c", ""), value(1));
    }
    return map(fields);
  }

  /** A document with one thing changed. */
  Node bent(Node value) {
    if (value instanceof Node.Sequence many && random.nextInt(4) > 0) {
      List<Node> items = new ArrayList<>(many.items());
      int i = items.isEmpty() ? 0 : random.nextInt(items.size());
      switch (random.nextInt(3)) {
        case 0 -> items.add(i, items.isEmpty() || random.nextBoolean() ? value(1) : items.get(i));
        case 1 -> {
          if (!items.isEmpty()) {
            items.remove(i);
          }
        }
        default -> {
          if (!items.isEmpty()) {
            items.set(i, bent(items.get(i)));
          }
        }
      }
      return list(items);
    }
    if (value instanceof Node.Mapping object && random.nextInt(4) > 0) {
      Map<String, Node> fields = entries(object);
      List<String> names = new ArrayList<>(fields.keySet());
      if (names.isEmpty() || random.nextInt(3) == 0) {
        fields.put(pick("a", "b", "c", "ab", "d", ""), value(1));
      } else {
        String name = names.get(random.nextInt(names.size()));
        if (random.nextBoolean()) {
          fields.remove(name);
        } else {
          fields.put(name, bent(fields.get(name)));
        }
      }
      return map(fields);
    }
    return value(1);
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }

  static Map<String, Node> entries(Node.Mapping mapping) {
    Map<String, Node> words = new LinkedHashMap<>();
    mapping.entries().forEach((key, entry) -> words.put(key, entry.value()));
    return words;
  }

  static Node map(Map<String, Node> words) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    words.forEach((key, value) -> entries.put(key, new Node.Entry(AT, value)));
    return new Node.Mapping(entries, AT);
  }

  static Node list(List<Node> items) {
    return new Node.Sequence(items, AT);
  }

  static Node text(String value) {
    return new Node.Text(value, AT);
  }

  private static Node bool(boolean value) {
    return new Node.Bool(value, AT);
  }

  private static Node decimal(String value) {
    return new Node.Num(new BigDecimal(value), AT);
  }

  private static Node number(int value) {
    return new Node.Num(BigDecimal.valueOf(value), AT);
  }
}

package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.regex.Pattern;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the schemas of one document, each once, and resolves their references. A keyword whose
 * value has the wrong shape is a problem with its place; all are reported at once. For one thread
 * at a time.
 */
public final class SchemaCompiler {

  private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE - 1);
  private static final int MOST_PROBLEMS = 20;

  private final References references;

  private final IdentityHashMap<Node, JsonSchema> known = new IdentityHashMap<>();
  private final ArrayDeque<JsonSchema> unresolved = new ArrayDeque<>();
  private final List<Problem> problems = new ArrayList<>();

  /** Compiles schemas of the document that the references belong to. */
  public SchemaCompiler(References references) {
    this.references = references;
  }

  /** Compiles a schema at a place of the document, with everything that it refers to. */
  public JsonSchema compile(Node node, String pointer, Dialect dialect) {
    JsonSchema schema = schema(node, null, pointer, null, dialect);
    while (!unresolved.isEmpty()) {
      resolve(unresolved.poll());
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          "Cannot read the schema " + references.source(), List.copyOf(problems));
    }
    return schema;
  }

  private void resolve(JsonSchema schema) {
    String ref = schema.ref;
    if (ref == null) {
      return;
    }
    References.Target target = references.find(schema.node, ref);
    if (target == null) {
      schema.unresolved = "the reference " + ref + " leads nowhere that may be read";
      return;
    }
    JsonSchema compiled = known.get(target.node());
    schema.target =
        compiled != null
            ? compiled
            : schema(
                target.node(), null, target.pointer(), null, dialectOf(target, schema.dialect));
  }

  private static Dialect dialectOf(References.Target target, Dialect dialect) {
    return dialect.isOpenApi()
        ? dialect
        : target.node().find("$schema").flatMap(Node::text).flatMap(Dialect::named).orElse(dialect);
  }

  /** Roots and targets are known by their nodes; what stands in them is reached from there. */
  private JsonSchema schema(
      Node node, @Nullable JsonSchema parent, String step, @Nullable String name, Dialect dialect) {
    if (parent == null) {
      JsonSchema compiled = known.get(node);
      if (compiled != null) {
        return compiled;
      }
    }
    JsonSchema schema = new JsonSchema(node, parent, step, name, dialect, references.main());
    if (parent == null) {
      known.put(node, schema);
    }
    if (node instanceof Node.Bool bool) {
      schema.always = bool.value();
    } else if (node instanceof Node.Mapping mapping) {
      read(schema, mapping);
    } else {
      problem(schema, "expected a schema, an object or a boolean, found " + node.kind());
    }
    return schema;
  }

  private void read(JsonSchema schema, Node.Mapping mapping) {
    Map<String, Node.Entry> entries = mapping.entries();
    Node.Entry ref = entries.get("$ref");
    if (ref != null && ref.value() instanceof Node.Text text) {
      schema.ref = text.value();
      unresolved.add(schema);
      if (schema.dialect.refAlone()) {
        return;
      }
    }
    if (entries.containsKey("$schema") && Dialect.isForeign(mapping)) {
      // Its vocabulary may leave out keywords, so none is taken for granted.
      schema.unresolved = "its $schema names a metaschema that is not known";
      schema.opaque = mapping;
      return;
    }
    for (Map.Entry<String, Node.Entry> entry : entries.entrySet()) {
      keyword(schema, entry.getKey(), entry.getValue().value());
    }
    afterwards(schema);
  }

  /** A dynamic reference whose anchor exists once is a plain one; others are not judged. */
  private void dynamic(JsonSchema schema, String word, Node value) {
    if (word.equals("$recursiveRef") != (schema.dialect == Dialect.DRAFT2019)) {
      return;
    }
    String ref = value.text().orElse("");
    if (schema.ref == null && references.isStatic(ref)) {
      schema.ref = ref;
      unresolved.add(schema);
    } else {
      schema.unresolved = word + " depends on where it is reached from";
      schema.opaque = references.main();
    }
  }

  private void keyword(JsonSchema s, String key, Node value) {
    switch (key) {
      case "type" -> type(s, value);
      case "enum" -> {
        if (value instanceof Node.Sequence many) {
          s.enumeration = many.items();
        } else {
          problem(s, key, "an array", value);
        }
      }
      case "const" -> {
        if (s.dialect.has6()) {
          s.constant = value;
        }
      }
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf" ->
          number(s, key, value);
      case "minLength", "minItems", "minProperties", "minContains" -> count(s, key, value);
      case "maxLength", "maxItems", "maxProperties", "maxContains" -> count(s, key, value);
      case "pattern" -> text(s, key, value, p -> s.pattern = p.isEmpty() ? null : Pattern.of(p));
      case "format" -> text(s, key, value, f -> s.format = f);
      case "contentEncoding" -> {
        if (s.dialect.has7()) {
          text(s, key, value, e -> s.contentEncoding = e);
        }
      }
      case "contentMediaType" -> {
        if (s.dialect.has7()) {
          text(s, key, value, m -> s.contentMediaType = m);
        }
      }
      case "uniqueItems" -> s.uniqueItems = value instanceof Node.Bool b && b.value();
      case "required" -> {
        if (!(value instanceof Node.Bool)) {
          s.required = names(s, key, value);
        }
      }
      default -> applicator(s, key, value);
    }
  }

  private void applicator(JsonSchema s, String key, Node value) {
    switch (key) {
      case "allOf" -> s.allOf = list(s, key, value);
      case "anyOf" -> s.anyOf = list(s, key, value);
      case "oneOf" -> s.oneOf = list(s, key, value);
      case "not" -> s.not = child(s, key, value);
      case "properties" -> s.properties = map(s, key, value);
      case "patternProperties" -> {
        Map<Pattern, JsonSchema> patterns = new LinkedHashMap<>();
        map(s, key, value).forEach((p, schema) -> patterns.put(Pattern.of(p), schema));
        s.patternProperties = patterns;
      }
      case "additionalProperties" -> s.additionalProperties = child(s, key, value);
      case "propertyNames" -> {
        if (s.dialect.has6()) {
          s.propertyNames = child(s, key, value);
        }
      }
      case "items", "additionalItems", "prefixItems" -> items(s, key, value);
      case "contains" -> {
        if (s.dialect.has6()) {
          s.contains = child(s, key, value);
        }
      }
      case "if", "then", "else" -> conditional(s, key, value);
      case "dependencies" -> {
        if (s.dialect.isNewer()) {
          s.unresolved = "dependencies is a keyword of older drafts, which some validators honour";
        } else {
          dependencies(s, key, value);
        }
      }
      default -> newer(s, key, value);
    }
  }

  private void newer(JsonSchema s, String key, Node value) {
    if (!s.dialect.isNewer()) {
      return;
    }
    switch (key) {
      case "dependentRequired", "dependentSchemas" -> dependencies(s, key, value);
      case "unevaluatedItems" -> {
        s.unevaluatedItems = child(s, key, value);
        s.tracksEvaluation = true;
      }
      case "unevaluatedProperties" -> {
        s.unevaluatedProperties = child(s, key, value);
        s.tracksEvaluation = true;
      }
      case "contentSchema" -> s.contentSchema = child(s, key, value);
      case "$dynamicRef", "$recursiveRef" -> dynamic(s, key, value);
      default -> {
        // An unknown keyword is an annotation.
      }
    }
  }

  private void conditional(JsonSchema s, String key, Node value) {
    if (!s.dialect.has7()) {
      return;
    }
    JsonSchema schema = child(s, key, value);
    if (key.equals("if")) {
      s.ifSchema = schema;
    } else if (key.equals("then")) {
      s.thenSchema = schema;
    } else {
      s.elseSchema = schema;
    }
  }

  private void items(JsonSchema s, String key, Node value) {
    if (s.dialect.hasPrefixItems()) {
      if (key.equals("prefixItems")) {
        s.prefixItems = list(s, key, value);
      } else if (key.equals("items")) {
        s.items = child(s, key, value);
      }
    } else if (key.equals("items")) {
      if (value instanceof Node.Sequence) {
        s.prefixItems = list(s, key, value);
        s.items =
            s.node
                .find("additionalItems")
                .map(rest -> child(s, "additionalItems", rest))
                .orElse(null);
      } else {
        s.items = child(s, key, value);
      }
    }
  }

  private void dependencies(JsonSchema s, String key, Node value) {
    if (!(value instanceof Node.Mapping mapping)) {
      problem(s, key, "an object", value);
      return;
    }
    Map<String, Set<String>> names = new LinkedHashMap<>(s.dependentRequired);
    Map<String, JsonSchema> schemas = new LinkedHashMap<>(s.dependentSchemas);
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              if (entry.value() instanceof Node.Sequence) {
                names.put(name, names(s, key, entry.value()));
              } else {
                schemas.put(name, child(s, key, name, entry.value()));
              }
            });
    s.dependentRequired = names;
    s.dependentSchemas = schemas;
  }

  private void afterwards(JsonSchema s) {
    if (s.dialect == Dialect.OPENAPI30 && s.typed && s.flag("nullable")) {
      s.types |= Types.NULL;
      if (s.enumeration != null && s.enumeration.stream().noneMatch(Node.Null.class::isInstance)) {
        List<Node> withNull = new ArrayList<>(s.enumeration);
        withNull.add(new Node.Null(s.node.position()));
        s.enumeration = withNull;
      }
    }
    if (s.contains == null || !s.dialect.isNewer()) {
      s.minContains = 1;
      s.maxContains = -1;
    }
  }

  private void type(JsonSchema s, Node value) {
    int types = 0;
    List<Node> names = value instanceof Node.Sequence many ? many.items() : List.of(value);
    for (Node name : names) {
      int type = name.text().map(Types::named).orElse(0);
      if (type == 0 && !(s.dialect == Dialect.OPENAPI30 && name.text().isPresent())) {
        problem(s, "type", "one of the seven types", name);
      }
      types |= type == 0 ? Types.ALL : type;
    }
    s.types = types;
    s.typed = true;
  }

  private void number(JsonSchema s, String key, Node value) {
    if (s.dialect.flagsForExclusive() && value instanceof Node.Bool flag) {
      if (flag.value()) {
        exclusiveFlag(s, key);
      }
      return;
    }
    if (!(value instanceof Node.Num number)) {
      problem(s, key, "a number", value);
      return;
    }
    BigDecimal bound = number.value();
    switch (key) {
      case "minimum" -> {
        if (!isExclusive(s, "exclusiveMinimum")) {
          s.minimum = bound;
        }
      }
      case "maximum" -> {
        if (!isExclusive(s, "exclusiveMaximum")) {
          s.maximum = bound;
        }
      }
      case "exclusiveMinimum" -> s.exclusiveMinimum = bound;
      case "exclusiveMaximum" -> s.exclusiveMaximum = bound;
      default -> {
        if (bound.signum() <= 0) {
          problem(s, key, "a number above 0", value);
        } else {
          s.multipleOf = bound;
        }
      }
    }
  }

  private static boolean isExclusive(JsonSchema s, String flag) {
    return s.dialect.flagsForExclusive() && s.flag(flag);
  }

  private static void exclusiveFlag(JsonSchema s, String key) {
    String bound = key.equals("exclusiveMinimum") ? "minimum" : "maximum";
    if (s.node.find(bound).orElse(null) instanceof Node.Num number) {
      if (bound.equals("minimum")) {
        s.exclusiveMinimum = number.value();
      } else {
        s.exclusiveMaximum = number.value();
      }
    }
  }

  private void count(JsonSchema s, String key, Node value) {
    if (!(value instanceof Node.Num number)
        || number.value().signum() < 0
        || !Types.isWhole(number.value())) {
      problem(s, key, "a whole number from 0", value);
      return;
    }
    int count = number.value().min(MOST).intValueExact();
    switch (key) {
      case "minLength" -> s.minLength = count;
      case "maxLength" -> s.maxLength = count;
      case "minItems" -> s.minItems = count;
      case "maxItems" -> s.maxItems = count;
      case "minProperties" -> s.minProperties = count;
      case "maxProperties" -> s.maxProperties = count;
      case "minContains" -> s.minContains = count;
      default -> s.maxContains = count;
    }
  }

  private void text(JsonSchema s, String key, Node value, Consumer<String> to) {
    value.text().ifPresentOrElse(to, () -> problem(s, key, "a string", value));
  }

  private Set<String> names(JsonSchema s, String key, Node value) {
    Set<String> names = new LinkedHashSet<>();
    if (value instanceof Node.Sequence many) {
      many.items().forEach(item -> text(s, key, item, names::add));
    } else {
      problem(s, key, "an array of names", value);
    }
    return names;
  }

  private JsonSchema child(JsonSchema s, String step, Node value) {
    return child(s, step, null, value);
  }

  private JsonSchema child(JsonSchema s, String step, @Nullable String name, Node value) {
    boolean own =
        value instanceof Node.Mapping mapping
            && mapping.entries().containsKey("$schema")
            && !s.dialect.isOpenApi();
    Dialect dialect =
        own
            ? value.find("$schema").flatMap(Node::text).flatMap(Dialect::named).orElse(s.dialect)
            : s.dialect;
    return schema(value, s, step, name, dialect);
  }

  private List<JsonSchema> list(JsonSchema s, String key, Node value) {
    List<JsonSchema> schemas = new ArrayList<>();
    if (value instanceof Node.Sequence many) {
      for (Node item : many.items()) {
        schemas.add(child(s, key, String.valueOf(schemas.size()), item));
      }
    } else {
      problem(s, key, "an array of schemas", value);
    }
    return schemas;
  }

  private Map<String, JsonSchema> map(JsonSchema s, String key, Node value) {
    Map<String, JsonSchema> schemas = new LinkedHashMap<>();
    if (value instanceof Node.Mapping mapping) {
      for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
        schemas.put(entry.getKey(), child(s, key, entry.getKey(), entry.getValue().value()));
      }
    } else {
      problem(s, key, "an object", value);
    }
    return schemas;
  }

  private void problem(JsonSchema s, String key, String expected, Node found) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(
          new Problem(
              s.pointer() + "/" + escape(key),
              found.position(),
              "expected " + expected + ", found " + found));
    }
  }

  private void problem(JsonSchema s, String message) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new Problem(s.pointer(), s.node.position(), message));
    }
  }

  /** One step of a JSON Pointer. */
  public static String escape(String step) {
    return step.indexOf('~') < 0 && step.indexOf('/') < 0
        ? step
        : step.replace("~", "~0").replace("/", "~1");
  }
}

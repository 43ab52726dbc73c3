package dev.datamesh.contracts.openapi;

import dev.datamesh.contracts.jsonschema.Dialect;
import dev.datamesh.contracts.jsonschema.JsonSchema;
import dev.datamesh.contracts.jsonschema.References;
import dev.datamesh.contracts.jsonschema.SchemaCompiler;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the operations of an OpenAPI document. For one thread at a time. */
final class OperationReader {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace", "query");

  private final Located root;
  private final References references;
  private final SchemaCompiler compiler;
  private final Dialect dialect;

  OperationReader(Located root, References references, SchemaCompiler compiler, Dialect dialect) {
    this.root = root;
    this.references = references;
    this.compiler = compiler;
    this.dialect = dialect;
  }

  Map<String, Operation> read() {
    Map<String, Operation> operations = new LinkedHashMap<>();
    each(root.find("paths"), (path, item) -> item(path, item, false, operations));
    each(root.find("webhooks"), (name, item) -> item(name, item, true, operations));
    return operations;
  }

  private interface Visitor {
    void visit(String key, Located value);
  }

  private static void each(Optional<Located> holder, Visitor visitor) {
    if (holder.isPresent() && holder.get().node() instanceof Node.Mapping mapping) {
      for (String key : mapping.keys()) {
        if (!key.startsWith("x-")) {
          holder.get().find(key).ifPresent(value -> visitor.visit(key, value));
        }
      }
    }
  }

  private static List<Located> items(Optional<Located> holder) {
    List<Located> items = new ArrayList<>();
    if (holder.isPresent() && holder.get().node() instanceof Node.Sequence sequence) {
      for (Node item : sequence.items()) {
        items.add(new Located(item, holder.get().pointer() + "/" + items.size()));
      }
    }
    return items;
  }

  /** Follows references of parameters, bodies, responses and the like. */
  private Located follow(Located from) {
    Located at = from;
    for (int i = 0; i < 20; i++) {
      String ref = at.text("$ref");
      if (ref.isEmpty()) {
        return at;
      }
      References.Target target = references.find(at.node(), ref);
      if (target == null) {
        return at;
      }
      at = new Located(target.node(), target.pointer());
    }
    return at;
  }

  private void item(
      String path, Located unresolved, boolean webhook, Map<String, Operation> operations) {
    Located item = follow(unresolved);
    Map<String, Operation.Parameter> shared = parameters(item, Map.of(), path, true);
    each(
        Optional.of(item),
        (method, at) -> {
          if (METHODS.contains(method)) {
            Operation operation = operation(path, method, at, webhook, shared);
            operations.put(operation.key(), operation);
          }
        });
  }

  private Operation operation(
      String path,
      String method,
      Located at,
      boolean webhook,
      Map<String, Operation.Parameter> shared) {
    return new Operation(
        (webhook ? "webhook " : "") + method + " " + numbered(path),
        method.toUpperCase(Locale.ROOT),
        path,
        webhook,
        at,
        parameters(at, shared, path, false),
        at.find("requestBody").map(this::follow).map(this::body),
        responses(at),
        security(at.find("security").or(() -> root.find("security"))));
  }

  /** {@code /a/{id}/b} and {@code /a/{key}/b} are one path. */
  static String numbered(String path) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    int at = 0;
    while (at < path.length()) {
      int close = path.charAt(at) == '{' ? path.indexOf('}', at) : -1;
      if (close > 0) {
        text.append('{').append(number++).append('}');
        at = close + 1;
      } else {
        text.append(path.charAt(at++));
      }
    }
    return text.toString();
  }

  private Map<String, Operation.Parameter> parameters(
      Located holder, Map<String, Operation.Parameter> shared, String path, boolean ofPath) {
    Map<String, Operation.Parameter> parameters = new LinkedHashMap<>(shared);
    for (Located raw : items(holder.find("parameters"))) {
      Located at = follow(raw);
      String in = at.text("in");
      String name = at.text("name");
      String key = in + " " + (in.equals("header") ? name.toLowerCase(Locale.ROOT) : name);
      if (in.equals("path")) {
        key = "path " + position(path, name);
      }
      parameters.put(
          key,
          new Operation.Parameter(
              name, in, at.flag("required") || in.equals("path"), at, schemaOf(at), ofPath));
    }
    return parameters;
  }

  /** A path parameter is known by its place in the path. */
  private static String position(String path, String name) {
    int at = path.indexOf("{" + name + "}");
    return at < 0 ? name : numbered(path.substring(0, at) + "{}").replaceAll(".*\\{", "{");
  }

  private Optional<JsonSchema> schemaOf(Located holder) {
    Optional<Located> schema = holder.find("schema");
    if (schema.isEmpty()) {
      schema =
          holder
              .find("content")
              .filter(c -> c.node() instanceof Node.Mapping m && m.keys().size() == 1)
              .flatMap(c -> c.find(((Node.Mapping) c.node()).keys().iterator().next()))
              .flatMap(media -> media.find("schema"));
    }
    return schema.map(at -> compiler.compile(at.node(), at.pointer(), dialect));
  }

  private Operation.RequestBody body(Located at) {
    return new Operation.RequestBody(at.flag("required"), at, content(at));
  }

  private Map<String, Operation.Media> content(Located holder) {
    Map<String, Operation.Media> content = new LinkedHashMap<>();
    each(
        holder.find("content"),
        (type, at) ->
            content.put(
                type,
                new Operation.Media(
                    type,
                    at,
                    at.find("schema").map(s -> compiler.compile(s.node(), s.pointer(), dialect)))));
    return content;
  }

  private Map<String, Operation.Response> responses(Located operation) {
    Map<String, Operation.Response> responses = new LinkedHashMap<>();
    each(
        operation.find("responses"),
        (status, raw) -> {
          Located at = follow(raw);
          Map<String, Operation.Parameter> headers = new LinkedHashMap<>();
          each(
              at.find("headers"),
              (name, rawHeader) -> {
                Located header = follow(rawHeader);
                headers.put(
                    name.toLowerCase(Locale.ROOT),
                    new Operation.Parameter(
                        name, "header", header.flag("required"), header, schemaOf(header), false));
              });
          responses.put(status, new Operation.Response(status, at, content(at), headers));
        });
    return responses;
  }

  static List<Map<String, List<String>>> security(Optional<Located> holder) {
    List<Map<String, List<String>>> alternatives = new ArrayList<>();
    for (Located item : items(holder)) {
      Map<String, List<String>> schemes = new LinkedHashMap<>();
      each(
          Optional.of(item),
          (name, scopes) -> {
            List<String> names = new ArrayList<>();
            items(Optional.of(scopes)).forEach(s -> s.node().text().ifPresent(names::add));
            schemes.put(name, names);
          });
      alternatives.add(schemes);
    }
    return alternatives;
  }
}

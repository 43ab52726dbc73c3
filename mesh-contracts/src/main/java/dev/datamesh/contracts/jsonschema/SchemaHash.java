package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes a schema into two running 64-bit hashes. For one thread at a time, for one schema. */
final class SchemaHash {

  private long high = 0x9E3779B97F4A7C15L;
  private long low = 0xC2B2AE3D27D4EB4FL;

  /** Members of the cycle being written: -1 not met yet, else the number of their first meeting. */
  private final Map<JsonSchema, Integer> cycle;

  private int met;

  SchemaHash(Map<JsonSchema, Integer> cycle) {
    this.cycle = cycle;
  }

  Fingerprint print(JsonSchema schema) {
    if (schema.target != null && schema.dialect.refAlone() && cycle.isEmpty()) {
      return Objects.requireNonNull(schema.target.fingerprint);
    }
    write(schema);
    return new Fingerprint(high, low);
  }

  private void add(long value) {
    high = mix(high ^ value) * 0xFF51AFD7ED558CCDL + 0x52DCE729L;
    low = mix(low + value * 0x9FB21C651E98DF25L) ^ (value >>> 17);
  }

  private static long mix(long x) {
    x ^= x >>> 32;
    x *= 0xE9846AF9B1A615DL;
    x ^= x >>> 29;
    x *= 0xC4CEB9FE1A85EC53L;
    return x ^ (x >>> 31);
  }

  private void add(String text) {
    add(text.length() * 2L + 1);
    for (int i = 0; i < text.length(); i++) {
      add(text.charAt(i));
    }
  }

  private void schema(JsonSchema schema) {
    Integer number = cycle.get(schema);
    if (number == null) {
      Fingerprint print = Objects.requireNonNull(schema.fingerprint);
      add(print.high());
      add(print.low());
    } else if (number >= 0) {
      add(-1000L - number);
    } else {
      cycle.put(schema, met++);
      write(schema);
    }
  }

  private void write(JsonSchema s) {
    if (cycle.containsKey(s) && Objects.requireNonNull(cycle.get(s)) < 0) {
      cycle.put(s, met++);
    }
    if (s.target != null && s.dialect.refAlone()) {
      schema(s.target);
      return;
    }
    add(s.always ? 11 : 12);
    add(s.types);
    add(s.dialect.assertsFormats() ? 1 : 2);
    values("enum", s.enumeration);
    values("const", s.constant == null ? null : List.of(s.constant));
    number("minimum", s.minimum);
    number("maximum", s.maximum);
    number("exclusiveMinimum", s.exclusiveMinimum);
    number("exclusiveMaximum", s.exclusiveMaximum);
    number("multipleOf", s.multipleOf);
    counts(s);
    text("pattern", s.pattern == null ? null : s.pattern.text());
    text("format", s.format);
    text("contentEncoding", s.contentEncoding);
    text("contentMediaType", s.contentMediaType);
    text("unresolved", s.unresolved == null ? null : s.unresolved + s.ref);
    if (s.opaque != null) {
      value(s.opaque);
    }
    if (s.format != null || s.contentMediaType != null || s.contains != null) {
      // Drafts differ in the formats they know and in what they call looked at.
      add(s.dialect.name());
    }
    arrays(s);
    objects(s);
    combined(s);
  }

  private void counts(JsonSchema s) {
    int[] counts = {
      s.minLength,
      s.maxLength,
      s.minItems,
      s.maxItems,
      s.minProperties,
      s.maxProperties,
      s.minContains,
      s.maxContains,
      s.uniqueItems ? 1 : 0
    };
    for (int count : counts) {
      add(count + 5L);
    }
  }

  private void arrays(JsonSchema s) {
    all("prefixItems", s.prefixItems);
    one("items", s.items);
    one("contains", s.contains);
    one("unevaluatedItems", s.unevaluatedItems);
  }

  private void objects(JsonSchema s) {
    named("properties", s.properties);
    if (!s.patternProperties.isEmpty()) {
      Map<String, JsonSchema> patterns = new TreeMap<>();
      s.patternProperties.forEach((pattern, schema) -> patterns.put(pattern.text(), schema));
      named("patternProperties", patterns);
    }
    one("additionalProperties", s.additionalProperties);
    one("propertyNames", s.propertyNames);
    names("required", s.required);
    if (!s.dependentRequired.isEmpty()) {
      dependents(s);
    }
    named("dependentSchemas", s.dependentSchemas);
    one("unevaluatedProperties", s.unevaluatedProperties);
  }

  private void dependents(JsonSchema s) {
    new TreeMap<>(s.dependentRequired)
        .forEach(
            (name, others) -> {
              add("dependentRequired");
              add(name);
              names("", others);
            });
  }

  private void combined(JsonSchema s) {
    all("allOf", s.allOf);
    all("anyOf", s.anyOf);
    all("oneOf", s.oneOf);
    one("not", s.not);
    if (s.ifSchema != null) {
      one("if", s.ifSchema);
      one("then", s.thenSchema);
      one("else", s.elseSchema);
    }
    one("$ref", s.target);
  }

  private void one(String keyword, @Nullable JsonSchema schema) {
    if (schema != null) {
      add(keyword);
      schema(schema);
    }
  }

  private void all(String keyword, List<JsonSchema> schemas) {
    if (!schemas.isEmpty()) {
      add(keyword);
      add(schemas.size());
      schemas.forEach(this::schema);
    }
  }

  private void named(String keyword, Map<String, JsonSchema> schemas) {
    if (!schemas.isEmpty()) {
      add(keyword);
      add(schemas.size());
      List<Map.Entry<String, JsonSchema>> entries = new ArrayList<>(schemas.entrySet());
      entries.sort(Map.Entry.comparingByKey());
      for (Map.Entry<String, JsonSchema> entry : entries) {
        add(entry.getKey());
        schema(entry.getValue());
      }
    }
  }

  private void names(String keyword, Collection<String> names) {
    if (!names.isEmpty()) {
      add(keyword);
      add(names.size());
      new TreeSet<>(names).forEach(this::add);
    }
  }

  private void text(String keyword, @Nullable String text) {
    if (text != null) {
      add(keyword);
      add(text);
    }
  }

  private void number(String keyword, @Nullable BigDecimal value) {
    if (value != null) {
      add(keyword);
      add(value.signum() == 0 ? "0" : value.stripTrailingZeros().toString());
    }
  }

  private void values(String keyword, @Nullable List<Node> values) {
    if (values != null) {
      add(keyword);
      add(values.size());
      values.forEach(this::value);
    }
  }

  private void value(Node value) {
    add(value.kind());
    if (value instanceof Node.Mapping mapping) {
      add(mapping.entries().size());
      new TreeMap<>(mapping.entries())
          .forEach(
              (key, entry) -> {
                add(key);
                value(entry.value());
              });
    } else if (value instanceof Node.Sequence sequence) {
      add(sequence.items().size());
      sequence.items().forEach(this::value);
    } else if (value instanceof Node.Num number) {
      number("", number.value());
    } else if (value instanceof Node.Text text) {
      add(text.value());
    } else if (value instanceof Node.Bool bool) {
      add(bool.value() ? 1 : 2);
    }
  }
}

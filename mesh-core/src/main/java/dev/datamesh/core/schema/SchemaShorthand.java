package dev.datamesh.core.schema;

import dev.datamesh.core.InvalidInputException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the shorthand of schemas: {@code name: type[!] [pii] [masked], …}. A {@code !} forbids
 * null; types are those of {@link FieldType} and the everyday words integer, long, int, double,
 * float, number, decimal (18,2), text, bool, datetime, binary; names that are no plain word stand
 * in double quotes. For one thread at a time.
 */
final class SchemaShorthand {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final int DEEPEST = 100;

  private static final Map<String, FieldType> WORDS =
      Map.ofEntries(
          Map.entry("bool", FieldType.Primitive.BOOLEAN),
          Map.entry("int", FieldType.Primitive.INT32),
          Map.entry("integer", FieldType.Primitive.INT64),
          Map.entry("long", FieldType.Primitive.INT64),
          Map.entry("float", FieldType.Primitive.FLOAT32),
          Map.entry("double", FieldType.Primitive.FLOAT64),
          Map.entry("number", FieldType.Primitive.FLOAT64),
          Map.entry("text", FieldType.Primitive.STRING),
          Map.entry("binary", FieldType.Primitive.BYTES),
          Map.entry("datetime", FieldType.Primitive.TIMESTAMP_TZ));

  private final String text;
  private int at;

  private SchemaShorthand(String text) {
    this.text = text;
  }

  static Schema read(String text) {
    SchemaShorthand reader = new SchemaShorthand(text);
    Schema schema = reader.fields(0);
    if (reader.at < text.length()) {
      throw reader.expected("a comma or the end");
    }
    return schema;
  }

  /** Reads one type, such as {@code decimal(18,2)}. */
  static FieldType readType(String text) {
    SchemaShorthand reader = new SchemaShorthand(text);
    FieldType type = reader.type(0);
    reader.blanks();
    if (reader.at < text.length()) {
      throw reader.expected("the end");
    }
    return type;
  }

  static String quoteIfNeeded(String name) {
    return PLAIN.matcher(name).matches()
        ? name
        : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Schema fields(int depth) {
    List<Field> fields = new ArrayList<>();
    blanks();
    if (at == text.length() || text.charAt(at) == '>') {
      return new Schema(fields);
    }
    do {
      String name = word("a field's name");
      if (!eat(':')) {
        throw expected("a colon after \"" + name + "\"");
      }
      FieldType type = type(depth + 1);
      boolean required = eat('!');
      fields.add(new Field(name, type, !required, "", marks()));
    } while (eat(','));
    return new Schema(fields);
  }

  private Set<Field.Mark> marks() {
    Set<Field.Mark> marks = EnumSet.noneOf(Field.Mark.class);
    blanks();
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      int start = at;
      String word = word("a mark");
      switch (word.toLowerCase(Locale.ROOT)) {
        case "pii" -> marks.add(Field.Mark.PII);
        case "masked" -> marks.add(Field.Mark.MASKED);
        default -> {
          at = start;
          throw expected("pii or masked");
        }
      }
      blanks();
    }
    return marks;
  }

  private FieldType type(int depth) {
    if (depth > DEEPEST) {
      throw expected("no more than " + DEEPEST + " nested types");
    }
    blanks();
    int start = at;
    String word = word("a type").toLowerCase(Locale.ROOT);
    return switch (word) {
      case "decimal" -> decimal();
      case "enum" -> symbols();
      case "list" -> list(depth);
      case "map" -> map(depth);
      case "struct" -> struct(depth);
      default -> simple(word, start);
    };
  }

  private FieldType list(int depth) {
    open('<');
    FieldType element = type(depth + 1);
    boolean nullable = !eat('!');
    open('>');
    return new FieldType.ListType(element, nullable);
  }

  private FieldType map(int depth) {
    open('<');
    FieldType value = type(depth + 1);
    boolean nullable = !eat('!');
    open('>');
    return new FieldType.MapType(value, nullable);
  }

  private FieldType struct(int depth) {
    open('<');
    Schema schema = fields(depth + 1);
    open('>');
    return new FieldType.StructType(schema);
  }

  private FieldType simple(String word, int start) {
    FieldType everyday = WORDS.get(word);
    if (everyday != null) {
      return everyday;
    }
    for (FieldType.Primitive primitive : FieldType.Primitive.values()) {
      if (primitive.toString().equals(word)) {
        return primitive;
      }
    }
    at = start;
    throw expected(
        "a type (boolean, int32, int64, float32, float64, decimal(p,s), string, bytes, date, time,"
            + " timestamp, timestamp_tz, json, enum(a|b), list<…>, map<…>, struct<…>)");
  }

  private FieldType decimal() {
    if (!eat('(')) {
      return new FieldType.DecimalType(18, 2);
    }
    int precision = integer();
    int scale = eat(',') ? integer() : 0;
    open(')');
    return new FieldType.DecimalType(precision, scale);
  }

  private FieldType symbols() {
    open('(');
    List<String> symbols = new ArrayList<>();
    do {
      symbols.add(word("a symbol"));
    } while (eat('|'));
    open(')');
    return new FieldType.EnumType(symbols);
  }

  private int integer() {
    blanks();
    int start = at;
    while (at < text.length() && Character.isDigit(text.charAt(at)) && at - start < 4) {
      at++;
    }
    if (at == start) {
      throw expected("a number");
    }
    return Integer.parseInt(text.substring(start, at));
  }

  private String word(String what) {
    blanks();
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (at < text.length() && isWordCharacter(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw expected(what);
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder name = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return name.toString();
      }
      if (c == '\\' && at + 1 < text.length()) {
        c = text.charAt(++at);
      }
      name.append(c);
    }
    throw expected("a closing quote");
  }

  private static boolean isWordCharacter(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }

  private void open(char c) {
    if (!eat(c)) {
      throw expected("\"" + c + "\"");
    }
  }

  private boolean eat(char c) {
    blanks();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private InvalidInputException expected(String what) {
    String found =
        at < text.length()
            ? "\"" + text.substring(at, Math.min(text.length(), at + 20)) + "\""
            : "the end";
    return new InvalidInputException(
        "Cannot read the schema, expected %s at character %d: found %s"
            .formatted(what, at + 1, found));
  }
}

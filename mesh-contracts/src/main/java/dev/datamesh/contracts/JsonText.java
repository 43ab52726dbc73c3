package dev.datamesh.contracts;

import dev.datamesh.core.document.Node;

/** Writes compact JSON. */
public final class JsonText {

  private JsonText() {}

  /** A document as compact JSON, its keys in the tree's order. */
  public static String of(Node node) {
    StringBuilder text = new StringBuilder();
    append(text, node);
    return text.toString();
  }

  private static void append(StringBuilder text, Node node) {
    if (node instanceof Node.Mapping mapping) {
      text.append('{');
      String comma = "";
      for (var entry : mapping.entries().entrySet()) {
        text.append(comma);
        quote(text, entry.getKey());
        text.append(':');
        append(text, entry.getValue().value());
        comma = ",";
      }
      text.append('}');
    } else if (node instanceof Node.Sequence sequence) {
      text.append('[');
      String comma = "";
      for (Node item : sequence.items()) {
        text.append(comma);
        append(text, item);
        comma = ",";
      }
      text.append(']');
    } else if (node instanceof Node.Text string) {
      quote(text, string.value());
    } else {
      text.append(node);
    }
  }

  /** A string with quotes and escapes. */
  public static String quote(String value) {
    StringBuilder text = new StringBuilder();
    quote(text, value);
    return text.toString();
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < 0x20 || (Character.isSurrogate(c) && !paired(value, i))) {
            text.append("\\u%04x".formatted((int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static boolean paired(String value, int i) {
    char c = value.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
  }
}

package dev.datamesh.core.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.SourcePosition;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads one JSON text by Jackson's streaming parser. For one thread at a time. */
final class JsonTree {

  private final ReadingErrors errors;
  private final String source;
  private final DocumentLimits limits;
  private long nodes;

  JsonTree(String source, DocumentLimits limits) {
    this.source = source;
    this.limits = limits;
    this.errors = new ReadingErrors(source, limits);
  }

  /** The text is no JSON; it may be YAML still. */
  static final class NoJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient InvalidInputException reason;

    NoJsonException(InvalidInputException reason) {
      super(reason);
      this.reason = reason;
    }

    InvalidInputException reason() {
      return reason;
    }
  }

  Node read(String text) throws NoJsonException {
    LongNumbers.Run tooLong = new LongNumbers(text, limits.digits()).find();
    if (tooLong != null) {
      int place = text.codePointCount(0, tooLong.start());
      throw errors.tooManyDigits(tooLong.length(), errors.placeOf(text, place));
    }
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.depth())
                    .maxNumberLength(limits.digits())
                    .maxStringLength((int) Math.min(Integer.MAX_VALUE, limits.bytes()))
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    try (JsonParser parser = factory.createParser(text)) {
      try {
        return document(parser);
      } catch (StreamConstraintsException e) {
        throw limit(parser, e);
      } catch (JsonParseException e) {
        SourcePosition at = place(e.getLocation());
        throw new NoJsonException(errors.invalid(at, String.valueOf(e.getOriginalMessage()), e));
      }
    } catch (IOException e) {
      throw errors.invalid(SourcePosition.UNKNOWN, String.valueOf(e.getMessage()), e);
    }
  }

  private Node document(JsonParser parser) throws IOException, NoJsonException {
    Node root = value(parser, next(parser));
    JsonToken rest = parser.nextToken();
    if (rest != null) {
      throw new NoJsonException(
          errors.invalid(here(parser), "expected the end of the document after its first value"));
    }
    return root;
  }

  private RuntimeException limit(JsonParser parser, StreamConstraintsException e) {
    SourcePosition at = place(parser.currentLocation());
    String reason = String.valueOf(e.getOriginalMessage());
    if (reason.contains("nesting depth")) {
      return errors.tooDeep(at);
    }
    return new LimitExceededException(
        "Cannot read %s, a number or text is too long: %s".formatted(at, reason),
        "document digits",
        limits.digits(),
        e);
  }

  private Node value(JsonParser parser, JsonToken token) throws IOException {
    SourcePosition at = here(parser);
    if (++nodes > limits.nodes()) {
      throw errors.tooManyNodes(at);
    }
    return switch (token) {
      case START_OBJECT -> mapping(parser, at);
      case START_ARRAY -> sequence(parser, at);
      case VALUE_STRING -> new Node.Text(parser.getText(), at);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Num(number(parser, at), at);
      case VALUE_TRUE -> new Node.Bool(true, at);
      case VALUE_FALSE -> new Node.Bool(false, at);
      case VALUE_NULL -> new Node.Null(at);
      default -> throw errors.invalid(at, "expected a value");
    };
  }

  private BigDecimal number(JsonParser parser, SourcePosition at) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() < 18) {
      return BigDecimal.valueOf(parser.getLongValue());
    }
    try {
      return parser.getDecimalValue();
    } catch (NumberFormatException | ArithmeticException e) {
      throw errors.invalid(at, "the number is out of range", e);
    }
  }

  private Node mapping(JsonParser parser, SourcePosition at) throws IOException {
    Growing.Entries entries = new Growing.Entries();
    for (JsonToken token = next(parser); token != JsonToken.END_OBJECT; token = next(parser)) {
      String key = parser.currentName();
      SourcePosition keyAt = here(parser);
      Node.Entry entry = new Node.Entry(keyAt, value(parser, next(parser)));
      Node.Entry earlier = entries.putIfAbsent(key, entry);
      if (earlier != null) {
        throw errors.duplicateKey(key, keyAt, earlier.keyPosition());
      }
    }
    return new Node.Mapping(entries, at);
  }

  private Node sequence(JsonParser parser, SourcePosition at) throws IOException {
    Growing.Items items = new Growing.Items();
    for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
      items.add(value(parser, token));
    }
    return new Node.Sequence(items, at);
  }

  private JsonToken next(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw errors.invalid(
          place(parser.currentLocation()), "expected a value, found the end of the document");
    }
    return token;
  }

  private SourcePosition here(JsonParser parser) {
    return place(parser.currentTokenLocation());
  }

  private SourcePosition place(@Nullable JsonLocation location) {
    return location == null
        ? SourcePosition.UNKNOWN
        : new SourcePosition(source, location.getLineNr(), location.getColumnNr());
  }
}

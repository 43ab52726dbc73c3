package dev.datamesh.core.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON text by Jackson's streaming parser. For one thread at a time. */
final class JsonTree {

  private final String source;
  private final DocumentLimits limits;
  private long nodes;

  JsonTree(String source, DocumentLimits limits) {
    this.source = source;
    this.limits = limits;
  }

  Node read(String text) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.depth())
                    .maxNumberLength(limits.digits())
                    .maxStringLength((int) Math.min(Integer.MAX_VALUE, limits.bytes()))
                    .build())
            .build();
    try (JsonParser parser = factory.createParser(text)) {
      Node root = value(parser, next(parser));
      JsonToken rest = parser.nextToken();
      if (rest != null) {
        throw invalid(here(parser), "expected the end of the document after its first value");
      }
      return root;
    } catch (StreamConstraintsException e) {
      throw new LimitExceededException(
          "Cannot read %s, %s".formatted(source, e.getOriginalMessage()), "document", 0, e);
    } catch (JsonParseException e) {
      throw invalid(place(e.getLocation()), e.getOriginalMessage());
    } catch (IOException e) {
      throw invalid(SourcePosition.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  private Node value(JsonParser parser, JsonToken token) throws IOException {
    SourcePosition at = here(parser);
    if (++nodes > limits.nodes()) {
      throw new LimitExceededException(
          "Cannot read %s, it has more than %,d nodes".formatted(at, limits.nodes()),
          "document nodes",
          limits.nodes());
    }
    return switch (token) {
      case START_OBJECT -> mapping(parser, at);
      case START_ARRAY -> sequence(parser, at);
      case VALUE_STRING -> new Node.Text(parser.getText(), at);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Num(parser.getDecimalValue(), at);
      case VALUE_TRUE -> new Node.Bool(true, at);
      case VALUE_FALSE -> new Node.Bool(false, at);
      case VALUE_NULL -> new Node.Null(at);
      default -> throw invalid(at, "expected a value");
    };
  }

  private Node mapping(JsonParser parser, SourcePosition at) throws IOException {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (JsonToken token = next(parser); token != JsonToken.END_OBJECT; token = next(parser)) {
      String key = parser.currentName();
      SourcePosition keyAt = here(parser);
      Node.Entry earlier = entries.get(key);
      if (earlier != null) {
        throw invalid(
            keyAt,
            "the key \"" + key + "\" stands here a second time, first at " + earlier.keyPosition());
      }
      entries.put(key, new Node.Entry(keyAt, value(parser, next(parser))));
    }
    return new Node.Mapping(entries, at);
  }

  private Node sequence(JsonParser parser, SourcePosition at) throws IOException {
    List<Node> items = new ArrayList<>();
    for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
      items.add(value(parser, token));
    }
    return new Node.Sequence(items, at);
  }

  private JsonToken next(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw invalid(
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

  private InvalidInputException invalid(SourcePosition at, String message) {
    return new InvalidInputException(
        "Cannot read " + source, List.of(new Problem("", at, message)));
  }
}

package dev.datamesh.avro;

import dev.datamesh.contracts.ContractModel;
import dev.datamesh.contracts.Place;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.document.Node;
import java.util.Optional;
import org.apache.avro.Schema;

/** An Avro schema and the text that it came from. Immutable. */
public final class AvroModel implements ContractModel {

  private final Schema schema;
  private final Node tree;

  AvroModel(Schema schema, Node tree) {
    this.schema = schema;
    this.tree = tree;
  }

  Schema schema() {
    return schema;
  }

  /** The schema as the Avro library writes it. */
  public String toJson() {
    return schema.toString();
  }

  /** The version, where the schema has a property of that name. */
  @Override
  public Optional<SemanticVersion> version() {
    Object version = isNamed() ? schema.getObjectProp("version") : null;
    if (version == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(SemanticVersion.of(version.toString()));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private boolean isNamed() {
    return schema.getType() == Schema.Type.RECORD
        || schema.getType() == Schema.Type.ENUM
        || schema.getType() == Schema.Type.FIXED;
  }

  /**
   * The place of a location, or of the nearest node above it: a reference to a name ends the way.
   */
  Place place(String location) {
    Node node = tree;
    for (String step : location.split("/")) {
      if (step.isEmpty()) {
        continue;
      }
      Node next = null;
      if (node instanceof Node.Sequence sequence
          && step.chars().allMatch(Character::isDigit)
          && Integer.parseInt(step) < sequence.items().size()) {
        next = sequence.items().get(Integer.parseInt(step));
      } else if (node instanceof Node.Mapping) {
        next = node.find(step).orElse(null);
      }
      if (next == null) {
        break;
      }
      node = next;
    }
    return new Place(location.equals("/") ? "" : location, node.position());
  }
}

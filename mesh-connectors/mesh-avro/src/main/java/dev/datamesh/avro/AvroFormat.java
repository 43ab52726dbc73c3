package dev.datamesh.avro;

import dev.datamesh.contracts.Assessment;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.ContractFormat;
import dev.datamesh.contracts.ContractModel;
import dev.datamesh.contracts.ContractSource;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.Verdict;
import dev.datamesh.contracts.Witness;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Avro schemas in JSON ({@code .avsc}). */
public final class AvroFormat implements ContractFormat {

  /** The Avro library's rules and ids, and nothing beside them. */
  public static final Profile AVRO = new Profile("avro", Profile.Basis.SEMANTICS, List.of());

  private static final Set<String> PRIMITIVES =
      Set.of("null", "boolean", "int", "long", "float", "double", "bytes", "string");

  /** Found by the service loader. */
  public AvroFormat() {}

  @Override
  public String name() {
    return "avro";
  }

  @Override
  public Mode defaultMode() {
    return Mode.BACKWARD;
  }

  @Override
  public List<Profile> profiles() {
    return List.of(AVRO);
  }

  @Override
  public int recognises(ContractSource source) {
    Node tree = source.findTree().orElse(null);
    if (tree instanceof Node.Text text) {
      return PRIMITIVES.contains(text.value()) ? 5 : 0;
    }
    if (tree instanceof Node.Sequence union) {
      boolean schemas = union.items().stream().allMatch(AvroFormat::isSchema);
      return schemas ? (union.items().isEmpty() ? 1 : 5) : 0;
    }
    return tree instanceof Node.Mapping && isSchema(tree) ? 8 : 0;
  }

  private static boolean isSchema(Node node) {
    if (node.text().isPresent()) {
      return PRIMITIVES.contains(node.text().get());
    }
    String type = node.find("type").flatMap(Node::text).orElse("");
    return switch (type) {
      case "record", "error" ->
          node.find("fields").filter(Node.Sequence.class::isInstance).isPresent();
      case "enum" -> node.find("symbols").isPresent();
      case "fixed" -> node.find("size").isPresent();
      case "array" -> node.find("items").filter(AvroFormat::isPart).isPresent();
      case "map" -> node.find("values").isPresent();
      default -> PRIMITIVES.contains(type) && node.find("logicalType").isPresent();
    };
  }

  private static boolean isPart(Node node) {
    return node.text().isPresent() || node instanceof Node.Sequence || isSchema(node);
  }

  @Override
  public ContractModel read(ContractSource source) {
    Node tree = source.tree();
    try {
      Schema schema = new Schema.Parser().parse(DocumentWriter.json().write(tree));
      return new AvroModel(schema, tree);
    } catch (AvroRuntimeException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "Cannot read %s, it is no Avro schema: %s".formatted(source.name(), e.getMessage()),
          List.of(
              new Problem(
                  "", new SourcePosition(source.name(), 1, 1), String.valueOf(e.getMessage()))),
          e);
    }
  }

  @Override
  public Assessment compare(ContractModel older, ContractModel newer, Comparison comparison) {
    AvroModel before = (AvroModel) older;
    AvroModel after = (AvroModel) newer;
    boolean library = comparison.profile().name().equals(AVRO.name());
    List<Finding> findings = new AvroFindings(before, after, comparison.mode(), library).findings();
    boolean breaks = findings.stream().anyMatch(Finding::isBreaking);
    return new Assessment(
        findings,
        breaks ? Verdict.BREAKING : Verdict.COMPATIBLE,
        "",
        breaks ? witness(before, after, comparison.mode()) : Optional.empty());
  }

  private static Optional<Witness> witness(AvroModel before, AvroModel after, Mode mode) {
    Optional<Witness> found = Optional.empty();
    if (AvroFindings.looksBackward(mode)) {
      found =
          Data.unreadable(after.schema(), before.schema())
              .map(json -> new Witness(json, "", Witness.Side.OLD, Witness.Check.VERIFIED));
    }
    return found.isPresent() || !AvroFindings.looksForward(mode)
        ? found
        : Data.unreadable(before.schema(), after.schema())
            .map(json -> new Witness(json, "", Witness.Side.NEW, Witness.Check.VERIFIED));
  }
}

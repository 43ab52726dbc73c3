package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Assessment;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.ContractFormat;
import dev.datamesh.contracts.ContractModel;
import dev.datamesh.contracts.ContractSource;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Profile;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** JSON Schema, draft 4 to 2020-12. */
public final class JsonSchemaFormat implements ContractFormat {

  private static final List<String> WORDS =
      List.of(
          "type",
          "properties",
          "required",
          "enum",
          "const",
          "items",
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "$ref",
          "$defs",
          "definitions",
          "pattern",
          "minimum",
          "maximum",
          "format",
          "additionalProperties",
          "patternProperties",
          "minLength",
          "maxLength",
          "if",
          "$id",
          "multipleOf",
          "contains",
          "minItems",
          "maxItems",
          "uniqueItems",
          "propertyNames");

  /** Found by the service loader. */
  public JsonSchemaFormat() {}

  @Override
  public String name() {
    return "json-schema";
  }

  @Override
  public Mode defaultMode() {
    return Mode.BACKWARD;
  }

  @Override
  public List<Profile> profiles() {
    return RegistryProfiles.ALL;
  }

  @Override
  public int recognises(ContractSource source) {
    Node tree = source.findTree().orElse(null);
    if (tree instanceof Node.Bool) {
      return 1;
    }
    if (!(tree instanceof Node.Mapping mapping)) {
      return 0;
    }
    if (mapping.find("$schema").flatMap(Node::text).filter(s -> s.contains("schema")).isPresent()) {
      return 9;
    }
    return WORDS.stream().anyMatch(word -> mapping.find(word).isPresent()) ? 3 : 1;
  }

  @Override
  public ContractModel read(ContractSource source) {
    Node tree = source.tree();
    SchemaCompiler compiler =
        new SchemaCompiler(
            new References(
                tree, source.name(), source.root().orElse(null), source.reader(), false));
    return new JsonSchemaModel(compiler.compile(tree, "", Dialect.of(tree)), tree, compiler);
  }

  @Override
  public Assessment compare(ContractModel older, ContractModel newer, Comparison comparison) {
    JsonSchema before = ((JsonSchemaModel) older).root();
    JsonSchema after = ((JsonSchemaModel) newer).root();
    Site site =
        new Site(
            Set.of(Party.WRITERS, Party.STORED_DATA),
            Set.of(Party.READERS),
            comparison.mode().looksBackward() || comparison.mode() == Mode.CONSUMERS,
            comparison.mode().looksForward(),
            true,
            RegistryProfiles.isStrict(comparison.profile()),
            true);
    EditFindings maker = new EditFindings(comparison.mode());
    List<Finding> findings = new ArrayList<>();
    new SchemaDiffer(site, edit -> findings.add(maker.finding(edit, site, "")))
        .compare(before, after, "");
    Semantics semantics = new Semantics(comparison);
    semantics.add(
        new Semantics.Pair(before, after, "", site.narrowingCounts(), site.wideningCounts()));
    return semantics.assess(findings, List.of());
  }
}

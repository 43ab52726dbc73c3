package dev.datamesh.contracts.odcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import dev.datamesh.testkit.SharedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The standard's own examples; present where the shared folder is. */
class OdcsCorpusTest {

  private static final Path CORPUS = SharedFolder.find("corpora/odcs").orElse(Path.of("absent"));

  private static final String PRE_RELEASE = "v3.2.0-dev20260603";

  private final Map<String, Schema> schemas = new LinkedHashMap<>();

  private static List<Path> contracts() {
    assumeTrue(Files.isDirectory(CORPUS), "needs the shared corpora");
    try (Stream<Path> files = Files.walk(CORPUS)) {
      return files.filter(file -> file.toString().endsWith(".odcs.yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Schema official(String version) {
    return schemas.computeIfAbsent(
        version,
        name -> {
          try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
                .getSchema(
                    Files.readString(CORPUS.resolve("schema/odcs-json-schema-" + name + ".json")),
                    InputFormat.JSON);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * Problems by the schema of the contract's version; the standard's own examples say 3.0.2 and use
   * what came with 3.1, so the newest release counts for these as well.
   */
  private List<String> officialProblems(Node document) {
    String version = document.find("apiVersion").flatMap(Node::text).orElseThrow();
    List<String> newest = problems(version.startsWith("v3.2") ? PRE_RELEASE : "v3.1.0", document);
    return newest.isEmpty() || !version.startsWith("v3.0") ? newest : problems("v3.0.2", document);
  }

  private List<String> problems(String version, Node document) {
    return official(version)
        .validate(DocumentWriter.json().write(document), InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void everyContractIsReadWrittenEqualAndValid() {
    List<Path> contracts = contracts();
    assertThat(contracts).hasSizeGreaterThanOrEqualTo(46);
    for (Path file : contracts) {
      Node document = DocumentReader.standard().read(file);
      assertThat(OdcsContract.problemsOf(document)).as("%s", file).isEmpty();
      OdcsContract contract = OdcsContract.of(document);
      OdcsContract again = OdcsContract.read(contract.toYaml(), "written");
      OdcsContract json = OdcsContract.read(contract.toJson(), "written");
      assertThat(again).as("%s", file).isEqualTo(contract);
      assertThat(json).as("%s", file).isEqualTo(contract);
      if (contract.standard() != OdcsVersion.V3_2) {
        assertThat(officialProblems(again.document())).as("%s", file).isEmpty();
      }
    }
  }

  @Test
  void whatThePreReleaseSchemaRefusesOfItsOwnExamplesIsKnown() {
    List<String> refused = new ArrayList<>();
    for (Path file : contracts()) {
      Node document = DocumentReader.standard().read(file);
      List<String> problems = officialProblems(document);
      if (!problems.isEmpty()) {
        refused.add(file.getFileName() + ": " + problems.get(0));
      }
    }
    assertThat(refused).isEmpty();
  }

  @Test
  void whatTheOfficialSchemaRefusesIsRefusedHere() {
    Random random = new Random(11);
    int refused = 0;
    for (Path file : contracts()) {
      Node document = DocumentReader.standard().read(file);
      if (OdcsContract.of(document).standard() == OdcsVersion.V3_2) {
        continue;
      }
      for (int i = 0; i < Integer.getInteger("mesh.odcs.edits", 40); i++) {
        Node edited = edit(document, random, 1 + random.nextInt(60)).orElse(document);
        List<String> official = officialProblems(edited);
        if (!official.isEmpty()) {
          refused++;
          assertThat(OdcsContract.problemsOf(edited))
              .as("%s, edit %d: %s%n%s", file, i, official.get(0), edited)
              .isNotEmpty();
        }
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  /** Changes one node somewhere: another kind, a key gone, an unknown key more. */
  private static Optional<Node> edit(Node node, Random random, int steps) {
    SourcePosition at = node.position();
    if (node instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>(mapping.entries());
      List<String> keys = new ArrayList<>(entries.keySet());
      String key = keys.get(random.nextInt(keys.size()));
      if (random.nextInt(6) == 0 && !key.equals("apiVersion")) {
        entries.remove(key);
      } else if (random.nextInt(8) == 0) {
        entries.put("unheardOf", new Node.Entry(at, new Node.Text("x", at)));
      } else if (!key.equals("apiVersion")) {
        Node value = entries.get(key).value();
        entries.put(key, new Node.Entry(at, edit(value, random, steps - 1).orElse(value)));
      }
      return Optional.of(new Node.Mapping(entries, at));
    }
    if (node instanceof Node.Sequence sequence && !sequence.items().isEmpty()) {
      List<Node> items = new ArrayList<>(sequence.items());
      int i = random.nextInt(items.size());
      edit(items.get(i), random, steps - 1).ifPresent(item -> items.set(i, item));
      return Optional.of(new Node.Sequence(items, at));
    }
    List<Node> others =
        List.of(
            new Node.Text("text", at),
            new Node.Num(BigDecimal.valueOf(-7), at),
            new Node.Num(new BigDecimal("2.5"), at),
            new Node.Bool(true, at),
            new Node.Sequence(List.of(), at),
            new Node.Mapping(Map.of(), at));
    return Optional.of(others.get(random.nextInt(others.size())));
  }
}

package dev.datamesh.contracts.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import dev.datamesh.testkit.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The official test suite, as containment: a document that is the only one of a schema is contained
 * exactly where it is valid. Needs the shared folder.
 */
class TestSuiteTest {

  @ParameterizedTest
  @CsvSource({"draft7, DRAFT7, 95", "draft2020-12, DRAFT2020, 70"})
  void noAnswerContradictsTheSuite(String folder, Dialect dialect, int leastDecided)
      throws IOException {
    Path tests = SharedFolder.find("corpora/json-schema-test-suite/tests/" + folder).orElse(null);
    Assumptions.assumeTrue(tests != null, "needs the shared folder's test suite");
    List<String> wrong = new ArrayList<>();
    int cases = 0;
    int decided = 0;
    for (Path file : files(tests)) {
      Node groups = DocumentReader.standard().read(file);
      for (Node group : ((Node.Sequence) groups).items()) {
        JsonSchema schema = Schemas.of(group.find("schema").orElseThrow(), dialect);
        for (Node test : ((Node.Sequence) group.find("tests").orElseThrow()).items()) {
          cases++;
          Node only = Search.object(Map.of("const", test.find("data").orElseThrow()));
          Containment answer =
              Containment.of(Schemas.of(only, Dialect.DRAFT7), schema, false, 400_000);
          boolean valid = ((Node.Bool) test.find("valid").orElseThrow()).value();
          decided += answer.truth() == Truth.MAYBE ? 0 : 1;
          if (answer.truth() != Truth.MAYBE && (answer.truth() == Truth.YES) != valid) {
            wrong.add(file.getFileName() + ": " + test.find("description").orElseThrow());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(decided).isGreaterThanOrEqualTo(cases * leastDecided / 100);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(".json")).sorted().toList();
    }
  }
}

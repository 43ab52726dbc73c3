package dev.datamesh.contracts.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Profile;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import dev.datamesh.testkit.SharedFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * oasdiff's own cases under its profile; needs the shared folder. Six cases compare a file with
 * itself, their test having edited it in memory: nothing can be found there.
 */
class OasdiffCorpusTest {

  @Test
  void findsNearlyAllErrorsAndNothingForbidden() {
    Path folder = SharedFolder.find("corpora/oasdiff").orElse(null);
    Assumptions.assumeTrue(folder != null, "needs the shared folder's oasdiff corpus");
    Node manifest = DocumentReader.standard().read(folder.resolve("manifest.json"));
    List<String> missing = new ArrayList<>();
    List<String> forbidden = new ArrayList<>();
    int errors = 0;
    for (Node test : ((Node.Sequence) manifest).items()) {
      String base = word(test, "base");
      String revision = word(test, "revision");
      if (base.equals(revision)) {
        continue;
      }
      Set<String> found =
          Contract.read(folder.resolve(base), folder)
              .diffTo(
                  Contract.read(folder.resolve(revision), folder),
                  Comparison.standard().withProfile(Profile.OASDIFF))
              .findings()
              .stream()
              .map(Finding::rule)
              .collect(Collectors.toSet());
      List<String> expected = words(test, "expected_ids");
      List<String> levels = words(test, "expected_levels");
      for (int i = 0; i < Math.min(expected.size(), levels.size()); i++) {
        if (levels.get(i).equals("ERR")) {
          errors++;
          if (!found.contains(expected.get(i))) {
            missing.add(word(test, "test") + ": " + expected.get(i));
          }
        }
      }
      words(test, "forbidden_ids").stream().filter(found::contains).forEach(forbidden::add);
    }
    assertThat(forbidden).isEmpty();
    assertThat(missing).hasSizeLessThanOrEqualTo(errors * 5 / 100);
  }

  private static String word(Node node, String key) {
    return node.find(key).flatMap(Node::text).orElse("");
  }

  private static List<String> words(Node node, String key) {
    return ((Node.Sequence) node.find(key).orElseThrow())
        .items().stream().map(item -> item.text().orElseThrow()).toList();
  }
}

package dev.datamesh.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.datamesh.contracts.Finding;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import dev.datamesh.testkit.SharedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * buf's own cases, each annotation by rule, file and start line; present where the shared folder
 * is. File options, and rules of a plug-in, do not concern the schema and are left out of the
 * count.
 */
class BufCorpusTest {

  private static final Path CORPUS = SharedFolder.find("corpora/buf").orElse(Path.of("absent"));

  private static Map<String, String> files(Path folder) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(file -> file.toString().endsWith(".proto")).toList()) {
        files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readString(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static String text(Node node, String key) {
    Node value = node.find(key).orElse(null);
    return value == null || value instanceof Node.Null
        ? ""
        : value.text().orElseGet(value::toString);
  }

  /** Rule, file, line. */
  private static String shown(Finding finding) {
    var at = finding.newer().position();
    return finding.rule() + " " + at.source() + ":" + (at.line() == 0 ? "" : at.line());
  }

  private static Set<String> used(Node test) {
    Set<String> rules = new java.util.TreeSet<>();
    if (!(test.find("use").orElse(null) instanceof Node.Sequence use)) {
      return BufRules.of("FILE");
    }
    for (Node item : use.items()) {
      String name = item.text().orElse("");
      switch (name) {
        case "FILE", "PACKAGE", "WIRE_JSON", "WIRE" -> rules.addAll(BufRules.of(name));
        case "FIELD_SAME_LABEL" ->
            rules.addAll(
                List.of(
                    "FIELD_SAME_CARDINALITY",
                    "FIELD_WIRE_COMPATIBLE_CARDINALITY",
                    "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY"));
        case "FIELD_SAME_CTYPE" -> rules.add("FIELD_SAME_CPP_STRING_TYPE");
        default -> rules.add(name);
      }
    }
    return rules;
  }

  @Test
  void almostAllAnnotationsAreFoundAndNoOthers() {
    assumeTrue(Files.isDirectory(CORPUS), "needs the shared corpora");
    Node.Sequence tests =
        (Node.Sequence) DocumentReader.standard().read(CORPUS.resolve("manifest.json"));
    int expected = 0;
    List<String> missed = new ArrayList<>();
    List<String> excess = new ArrayList<>();
    for (Node test : tests.items()) {
      String folder = text(test, "dir");
      List<String> wanted = new ArrayList<>();
      for (Node annotation : ((Node.Sequence) test.find("expected").orElseThrow()).items()) {
        wanted.add(
            text(annotation, "rule")
                + " "
                + text(annotation, "path")
                + ":"
                + text(annotation, "start_line"));
      }
      Set<String> use = used(test);
      List<String> found =
          BufDiff.between(
                  ProtoReader.read(files(CORPUS.resolve("breaking/previous").resolve(folder))),
                  ProtoReader.read(files(CORPUS.resolve("breaking/current").resolve(folder))))
              .stream()
              .filter(finding -> use.contains(finding.rule()))
              .filter(finding -> !finding.rule().equals("FILE_NO_DELETE"))
              .map(BufCorpusTest::shown)
              .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
      for (String annotation : wanted) {
        String rule = annotation.substring(0, annotation.indexOf(' '));
        if (rule.equals("FILE_NO_DELETE")
            || rule.endsWith("_SUFFIXES_NO_CHANGE")
            || (rule.startsWith("FILE_SAME_") && !rule.equals("FILE_SAME_PACKAGE"))) {
          continue;
        }
        expected++;
        String bare = rule.startsWith("FILE_SAME_") ? lineless(annotation) : annotation;
        if (!found.remove(bare)) {
          missed.add(folder + ": " + annotation);
        }
      }
      found.removeIf(other -> other.startsWith("FILE_SAME_"));
      boolean configured = folder.contains("unstable") || folder.contains("policy");
      if (!configured) {
        found.forEach(other -> excess.add(folder + ": " + other));
      }
    }
    Optional<String> report =
        Optional.of(
            "missed %s%nexcess %s".formatted(String.join("\n", missed), String.join("\n", excess)));
    assertThat(missed.size()).as(report.get()).isLessThanOrEqualTo(expected / 20);
    assertThat(excess.size()).as(report.get()).isLessThanOrEqualTo(expected / 20);
  }

  private static String lineless(String annotation) {
    return annotation.substring(0, annotation.indexOf(':') + 1);
  }
}

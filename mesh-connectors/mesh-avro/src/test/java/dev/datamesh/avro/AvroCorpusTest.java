package dev.datamesh.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Verdict;
import dev.datamesh.contracts.Witness;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import dev.datamesh.testkit.SharedFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The library's own pairs; present where the shared folder is. */
class AvroCorpusTest {

  private static List<Node> pairs() {
    Optional<Path> file = SharedFolder.find("corpora/avro/avro-reader-writer-pairs.json");
    assumeTrue(file.isPresent(), "needs the shared corpora");
    return ((Node.Sequence) DocumentReader.standard().read(file.get())).items();
  }

  private static Contract contract(Node pair, String side) {
    Node schema = pair.find(side).orElseThrow();
    return Contract.read(DocumentWriter.json().write(schema), side, "avro");
  }

  private static List<String> texts(Node pair, String key) {
    return ((Node.Sequence) pair.find(key).orElseThrow())
        .items().stream().map(item -> item.text().orElseThrow()).toList();
  }

  @Test
  void everyPairHasItsVerdictTypeAndLocation() {
    assertThat(pairs()).hasSizeGreaterThanOrEqualTo(132);
    for (Node pair : pairs()) {
      String id = pair.find("id").flatMap(Node::text).orElseThrow();
      ContractDiff diff =
          contract(pair, "writer")
              .diffTo(contract(pair, "reader"), Comparison.standard().withProfile(AvroFormat.AVRO));
      boolean compatible =
          pair.find("reader_can_read_writer").orElseThrow() instanceof Node.Bool b && b.value();

      assertThat(diff.verdict())
          .as("%s%n%s", id, diff.explain())
          .isEqualTo(compatible ? Verdict.COMPATIBLE : Verdict.BREAKING);
      if (!compatible) {
        String type = pair.find("incompatibility").flatMap(Node::text).orElseThrow();
        assertThat(diff.breaking()).as(id).extracting(Finding::rule).containsOnly(type);
        assertThat(diff.breaking())
            .as(id)
            .extracting(Finding::path)
            .containsExactlyInAnyOrderElementsOf(texts(pair, "locations"));
        assertThat(diff.breaking())
            .as(id)
            .extracting(Finding::newValue)
            .containsExactlyInAnyOrderElementsOf(texts(pair, "messages"));
      }
    }
  }

  /** All but those where only the names of types differ, which the decoder does not look at. */
  @Test
  void almostEveryBreakHasADatumThatTheLibraryCannotDecode() {
    int breaks = 0;
    int witnessed = 0;
    for (Node pair : pairs()) {
      ContractDiff diff = contract(pair, "writer").diffTo(contract(pair, "reader"));
      if (diff.verdict() == Verdict.BREAKING) {
        breaks++;
        witnessed += diff.witness().isPresent() ? 1 : 0;
        diff.witness()
            .ifPresent(witness -> assertThat(witness.check()).isEqualTo(Witness.Check.VERIFIED));
      }
    }
    assertThat(witnessed).isGreaterThan(breaks * 8 / 10);
  }

  @Test
  void everySchemaIsRecognised() {
    for (Node pair : pairs()) {
      for (String side : List.of("reader", "writer")) {
        Node schema = pair.find(side).orElseThrow();
        String text = DocumentWriter.json().write(schema);
        assertThatCode(() -> assertThat(Contract.read(text, "x").format()).isEqualTo("avro"))
            .as(text)
            .doesNotThrowAnyException();
      }
    }
  }
}

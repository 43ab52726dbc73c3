package dev.datamesh.contracts.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** References are followed inside the document and to files under a given root, nowhere else. */
class ReferencesTest {

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void files() throws IOException {
    root = Files.createDirectories(folder.resolve("contracts"));
    Files.createDirectories(root.resolve("shared"));
    write("shared/money.json", "{\"$defs\":{\"amount\":{\"$anchor\":\"a\",\"type\":\"integer\"}}}");
    write("shared/money.yaml", "$defs:\n  amount: {type: integer}\n");
    write("shared/chain.json", "{\"properties\":{\"x\":{\"$ref\":\"money.json#/$defs/amount\"}}}");
    Files.writeString(folder.resolve("outside.json"), "{\"type\":\"integer\"}");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(root.resolve(name), text);
  }

  /** From integers to numbers, where the reference is followed. */
  private ContractDiff diff(String ref, boolean withRoot) throws IOException {
    String schema = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",%s}";
    write("old.json", schema.formatted("\"$ref\":\"" + ref + "\""));
    write("new.json", schema.formatted("\"type\":[\"number\",\"object\"]"));
    Path old = root.resolve("old.json");
    Path now = root.resolve("new.json");
    return withRoot
        ? Contract.read(old, root).diffTo(Contract.read(now, root))
        : Contract.read(old).diffTo(Contract.read(now));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shared/money.json#/$defs/amount",
        "./shared/../shared/money.json#/$defs/amount",
        "shared/money.json#a",
        "shared/money.yaml#/$defs/amount"
      })
  void filesUnderTheRootAreRead(String ref) throws IOException {
    assertThat(diff(ref, true).verdict()).isEqualTo(Verdict.COMPATIBLE);
  }

  @Test
  void aFileMayReferOnRelativeToItself() throws IOException {
    ContractDiff diff = diff("shared/chain.json", true);
    assertThat(diff.verdict()).isEqualTo(Verdict.BREAKING);
    assertThat(diff.witness().orElseThrow().json()).doesNotContain("x");
    write("old.json", "{\"$ref\":\"shared/chain.json\"}");
    write("new.json", "{\"properties\":{\"x\":{\"type\":\"number\"}}}");
    assertThat(
            Contract.read(root.resolve("old.json"), root)
                .diffTo(Contract.read(root.resolve("new.json"), root))
                .verdict())
        .isEqualTo(Verdict.COMPATIBLE);
  }

  @Test
  void withoutARootNoFileIsRead() throws IOException {
    ContractDiff diff = diff("shared/money.json#/$defs/amount", false);
    assertThat(diff.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(diff.reason()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside.json",
        "shared/../../outside.json",
        "file:///etc/hostname",
        "/etc/hostname",
        "http://192.0.2.1/x.json",
        "shared/absent.json",
        "shared/money.json#/$defs/absent"
      })
  void nothingElseIsRead(String ref) throws IOException {
    assertThat(diff(ref, true).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aLinkOutOfTheRootIsNotFollowed() throws IOException {
    Files.createSymbolicLink(root.resolve("link.json"), folder.resolve("outside.json"));
    assertThat(diff("link.json", true).verdict()).isEqualTo(Verdict.UNKNOWN);
  }
}

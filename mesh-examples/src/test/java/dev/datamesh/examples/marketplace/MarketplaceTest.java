package dev.datamesh.examples.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.examples.marketplace.retail.SampleRetail;
import dev.datamesh.testkit.SharedFolder;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketplaceTest {

  @TempDir Path folder;

  @Test
  void theStoryRunsOnTheBuiltInSampleAndLeavesItsResults() throws Exception {
    String story = tell(Optional.empty());

    assertThat(story)
        .contains("1. Domains", "2. Products", "3. Contract", "4. Lineage", "5. Features")
        .contains("6. Training set", "7. Serving", "8. Incident")
        .contains("2.0.0 -> 2.1.0: COMPATIBLE, MINOR")
        .contains("2.1.0 -> 2.2.0: COMPATIBLE, MINOR")
        .contains("2.2.0 -> 3.0.0: BREAKING, MAJOR")
        .contains("outside any domain")
        .contains("younger than their instant: 0 of")
        .contains("DECLARED, not registered");
    assertThat(files())
        .contains("lineage.html", "training-set.csv", "served.csv", "incident.md")
        .noneMatch(name -> name.endsWith(".part"));
    assertThat(Files.readString(folder.resolve("lineage.html")))
        .contains("<svg")
        .doesNotContain("@SVG@")
        .contains("feature view");
  }

  @Test
  void startedAgainOnItsDataFolderItTellsTheSameFigures() {
    assertThat(figures(tell(Optional.empty()))).isEqualTo(figures(tell(Optional.empty())));
  }

  @Test
  void featuresOfAnotherInputTakeThePlaceOfThoseBefore() throws Exception {
    String fresh = features(tell(Optional.empty()));
    Path whole = folder.resolve("whole.csv.gz");
    SampleRetail.write(whole);
    List<String> lines;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(whole))) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    Path half = Files.write(folder.resolve("half.csv"), lines.subList(0, lines.size() / 2));

    assertThat(features(tell(Optional.of(half)))).isNotEqualTo(fresh);
    assertThat(features(tell(Optional.empty()))).isEqualTo(fresh);
  }

  /** What the views have. */
  private static String features(String story) {
    return story.lines().filter(line -> line.contains(" rows, valid for ")).toList().toString();
  }

  @Test
  void theStoryOnTheRealFileHasTheFiguresCountedByAnotherWay() {
    Optional<Path> real = SharedFolder.find("data/online-retail/online-retail.csv.gz");
    assumeTrue(real.isPresent(), "needs the real data set in the shared folder");

    assertThat(tell(real))
        .contains("541,909 lines", "25,900 invoices", "4,372 customers", "4,070 stock codes")
        .contains("135,080 without a customer", "9,288 cancellation lines")
        .contains("10,666,684.54 pounds gross", "9,769,872.05 pounds net");
  }

  @Test
  void aMissingFileIsSaidWithTheWayOut() {
    assertThatThrownBy(() -> tell(Optional.of(folder.resolve("none.csv"))))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContainingAll("none.csv", "-Dretail=FILE");
  }

  @Test
  void aTruncatedGzipIsDamage() throws Exception {
    Path whole = folder.resolve("whole.csv.gz");
    SampleRetail.write(whole);
    byte[] bytes = Files.readAllBytes(whole);
    Path half = folder.resolve("half.csv.gz");
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> tell(Optional.of(half)))
        .isInstanceOf(DamagedDataException.class)
        .hasMessageContaining("half.csv.gz");
  }

  @Test
  void aMissingColumnIsNamed() throws Exception {
    Path file = folder.resolve("wrong.csv");
    Files.writeString(file, "invoice_no,stock_code,description,quantity,date\n1,2,3,4,5\n");

    assertThatThrownBy(() -> tell(Optional.of(file)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("wrong.csv", "invoice_date");
  }

  @Test
  void aQuantityThatIsNoNumberIsNamedWithItsRow() throws Exception {
    Path file = folder.resolve("wrong.csv");
    Files.writeString(
        file,
        "invoice_no,stock_code,description,quantity,invoice_date,unit_price,customer_id,country\n"
            + "536365,85123A,LAMP,six,2010-12-01T08:26:00Z,2.55,17850,EIRE\n");

    assertThatThrownBy(() -> tell(Optional.of(file)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("wrong.csv", "row 1", "quantity", "six");
  }

  private String tell(Optional<Path> retail) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
    Marketplace.run(terminal, retail, folder);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /**
   * Without times, without step 4, which sees the feature views of the run before, and without what
   * applying the definitions did, which is nothing the second time.
   */
  private static String figures(String story) {
    return story
        .replaceAll("(?s)\\R4\\. Lineage.*?\\R5\\. ", "5. ")
        .replaceAll("(?m)^\\s*(add (entity|view|service) |nothing to do).*\\R", "")
        .replaceAll("\\d+\\.\\d+ (s|ms)\\b", "T");
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

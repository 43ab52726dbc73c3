package dev.datamesh.examples.marketplace.retail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.datamesh.core.Progress;
import dev.datamesh.testkit.SharedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetailLinesTest {

  /** Counted by a script in another language over the same file. */
  private static final RetailLines.Totals REAL =
      new RetailLines.Totals(
          541_909, 135_080, 9_288, 530_104, 4_372, 25_900, 4_070, 10_666_684_544L, 9_769_872_054L);

  @TempDir Path folder;

  @Test
  void theRealFileHasTheTotalsCountedByAnotherWay() {
    Optional<Path> file = SharedFolder.find("data/online-retail/online-retail.csv.gz");
    assumeTrue(file.isPresent(), "needs the real data set in the shared folder");

    RetailLines lines = RetailLines.read(file.get(), Progress.NONE);

    assertThat(lines.totals()).isEqualTo(REAL);
    assertThat(lines.firstDay()).isEqualTo("2010-12-01");
    assertThat(lines.lastDay()).isEqualTo("2011-12-09");
  }

  @Test
  void theSampleIsTheSameAtEveryRunAndHasEveryKindOfLine() throws Exception {
    RetailLines lines = sample("one.csv.gz");

    assertThat(Files.readAllBytes(folder.resolve("one.csv.gz")))
        .isEqualTo(Files.readAllBytes(sampleFile("two.csv.gz")));
    RetailLines.Totals totals = lines.totals();
    assertThat(totals.lines()).isBetween(5_000L, 20_000L);
    assertThat(totals.withoutCustomer()).isPositive();
    assertThat(totals.cancellations()).isPositive();
    assertThat(totals.sales()).isLessThan(totals.lines() - totals.cancellations());
    assertThat(totals.net()).isLessThan(totals.gross());
    assertThat(lines.firstDay()).isEqualTo("2010-12-01");
    assertThat(lines.lastDay()).isEqualTo("2011-12-09");
  }

  private RetailLines sample(String name) throws Exception {
    return RetailLines.read(sampleFile(name), Progress.NONE);
  }

  private Path sampleFile(String name) throws Exception {
    Path file = folder.resolve(name);
    SampleRetail.write(file);
    return file;
  }
}

package dev.datamesh.cli.features;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.featurestore.FeatureStore;
import dev.datamesh.featurestore.PushTarget;
import dev.datamesh.featurestore.Pushed;
import dev.datamesh.featurestore.definition.FeatureView;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh features push}. */
@Command(
    name = "push",
    description = {
      "Push the rows of a file to a view, online, offline or both, each block in one durable"
          + " commit.",
      "The columns are those of the view's source. Rows may come in any order and any number of",
      "times; an older row never replaces a newer one."
    })
final class PushCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(names = "--view", required = true, paramLabel = "NAME", description = "The view.")
  private String view = "";

  @Option(
      names = "--rows",
      required = true,
      paramLabel = "FILE",
      description = "CSV, or a JSON object a line where the name ends in .jsonl; or these and .gz.")
  private @Nullable Path rows;

  @Option(
      names = "--to",
      paramLabel = "SIDE",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private PushTarget target = PushTarget.BOTH;

  @Option(
      names = "--block",
      paramLabel = "N",
      description = "Rows of one commit; ${DEFAULT-VALUE} by default.")
  private int block = 100_000;

  @Override
  public Integer call() {
    if (block < 1) {
      throw new InvalidInputException(
          "Cannot push %d rows in a commit: expected at least 1".formatted(block));
    }
    long pushed = 0;
    long withoutTime = 0;
    long withoutKey = 0;
    try (FeatureStore open = store.open()) {
      FeatureView definition = open.registry().view(view, OptionalInt.empty()).definition();
      try (FrameBlocks blocks = RowsFile.ofView(Objects.requireNonNull(rows), definition, block)) {
        while (blocks.hasNext()) {
          Pushed one = open.push(view, blocks.next(), target);
          pushed += one.rows();
          withoutTime += one.withoutTime();
          withoutKey += one.withoutKey();
        }
      }
    } catch (RuntimeException e) {
      if (pushed > 0) {
        print("%s: %,d rows pushed before the block that failed%n", view, pushed);
      }
      throw e;
    }
    print(
        "%s: %,d rows pushed, %,d without a time and %,d without a key among them%n",
        view, pushed, withoutTime, withoutKey);
    return ExitCode.YES;
  }

  private void print(String text, Object... values) {
    Objects.requireNonNull(spec).commandLine().getOut().printf(text, values);
  }
}

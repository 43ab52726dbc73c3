package dev.datamesh.cli.contract;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Rendering;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh contract diff OLD NEW}. */
@Command(name = "diff", description = "Compare two versions of a contract.")
final class DiffCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "OLD", description = "The old version, a file.")
  Path older = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "The new version, a file.")
  Path newer = Path.of("");

  @Mixin ComparisonOptions options = new ComparisonOptions();

  @Option(names = "--json", description = "Print one JSON object; the same as --output json.")
  boolean json;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "How to print: ${COMPLETION-CANDIDATES}.")
  @Nullable Rendering output;

  @Option(names = "--summary", description = "Print one line.")
  boolean summary;

  @Option(
      names = "--root",
      paramLabel = "FOLDER",
      description = "Follow references to files under this folder; otherwise none.")
  @Nullable Path root;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "The contracts' format; by default it is recognised.")
  String format = "";

  @Override
  public Integer call() {
    ContractDiff diff =
        Contract.read(older, root, format)
            .diffTo(Contract.read(newer, root, format), options.comparison());
    Rendering form = output != null ? output : json ? Rendering.JSON : Rendering.TEXT;
    spec.commandLine()
        .getOut()
        .print(summary ? diff.summary() + System.lineSeparator() : form.render(diff));
    return options.exitCode(diff);
  }
}

package dev.datamesh.cli.contract;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.ContractHistory;
import dev.datamesh.contracts.Rendering;
import dev.datamesh.contracts.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh contract history V1 V2 …}. */
@Command(
    name = "history",
    description = "Compare all versions of a contract, oldest first, each with the one before.")
final class HistoryCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "2..*", paramLabel = "VERSION", description = "Files, oldest first.")
  List<Path> versions = new ArrayList<>();

  @Mixin ComparisonOptions options = new ComparisonOptions();

  @Option(names = "--transitive", description = "Compare each version with all before it.")
  boolean transitive;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "Print every comparison: ${COMPLETION-CANDIDATES}; by default a line each.")
  @Nullable Rendering output;

  @Option(
      names = "--root",
      paramLabel = "FOLDER",
      description = "Follow references to files under this folder; otherwise none.")
  @Nullable Path root;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Contract> contracts =
        versions.stream().map(file -> Contract.read(file, root, "")).toList();
    ContractHistory history =
        ContractHistory.of(
            contracts,
            options.comparison(),
            transitive ? ContractHistory.Reach.ALL : ContractHistory.Reach.PREVIOUS);
    for (ContractDiff diff : history.diffs()) {
      if (output == null) {
        out.println(diff.summary());
        if (!diff.isVersionSufficient()) {
          out.println("  the version is too low");
        }
      } else {
        out.print(output.render(diff));
      }
    }
    return history.verdict() == Verdict.BREAKING
        ? ExitCode.NO
        : history.verdict() == Verdict.UNKNOWN ? ExitCode.UNKNOWN : ExitCode.YES;
  }
}

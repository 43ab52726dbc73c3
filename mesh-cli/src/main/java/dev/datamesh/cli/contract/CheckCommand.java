package dev.datamesh.cli.contract;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh contract check}: the gate of a pre-commit hook or of CI. */
@Command(
    name = "check",
    description = {
      "Check that a new version may follow an old one: compatible, or raised far enough.",
      "With one file, check that it can be read."
    })
final class CheckCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "CONTRACT", description = "The contract, a file.")
  Path newer = Path.of("");

  @Option(
      names = "--against",
      paramLabel = "OLD",
      description = "The version published last, a file.")
  @Nullable Path against;

  @Mixin ComparisonOptions options = new ComparisonOptions();

  @Option(
      names = "--root",
      paramLabel = "FOLDER",
      description = "Follow references to files under this folder; otherwise none.")
  @Nullable Path root;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Contract contract = Contract.read(newer, root, "");
    if (against == null) {
      out.println(contract + ": can be read");
      return 0;
    }
    ContractDiff diff = Contract.read(against, root, "").diffTo(contract, options.comparison());
    out.println(diff.summary());
    diff.breaking().forEach(finding -> out.println("  " + finding));
    boolean stated = diff.older().version().isPresent() && diff.newer().version().isPresent();
    if (stated && diff.isVersionSufficient()) {
      return 0;
    }
    if (stated) {
      out.println(
          "  version %s is too low: %s or higher is called for"
              .formatted(
                  diff.newer().version().map(Object::toString).orElse(""),
                  diff.advisedVersion().map(Object::toString).orElse("")));
      return Math.max(1, options.exitCode(diff));
    }
    return options.exitCode(diff);
  }
}

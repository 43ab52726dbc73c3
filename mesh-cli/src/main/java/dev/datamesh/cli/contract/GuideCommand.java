package dev.datamesh.cli.contract;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.protocol.MigrationGuide;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh contract guide OLD NEW}. */
@Command(
    name = "guide",
    description = "Print the migration guide from one version to another, in Markdown.")
final class GuideCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "OLD", description = "The old version, a file.")
  Path older = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "The new version, a file.")
  Path newer = Path.of("");

  @Mixin ComparisonOptions options = new ComparisonOptions();

  @Override
  public Integer call() {
    ContractDiff diff = Contract.read(older).diffTo(Contract.read(newer), options.comparison());
    spec.commandLine().getOut().print(MigrationGuide.of(diff).toMarkdown());
    return ExitCode.YES;
  }
}

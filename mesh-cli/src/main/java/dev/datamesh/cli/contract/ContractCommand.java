package dev.datamesh.cli.contract;

import picocli.CommandLine.Command;

/** The group of contract commands. */
@Command(
    name = "contract",
    description = "What changed between versions of a contract, and whom it breaks.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ChangelogCommand.class,
      CheckCommand.class,
      CheckCasesCommand.class,
      ConvertCommand.class,
      DiffCommand.class,
      GuideCommand.class,
      HistoryCommand.class,
      SunsetCommand.class
    })
public final class ContractCommand {}

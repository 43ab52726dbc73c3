package dev.datamesh.cli.contract;

import picocli.CommandLine.Command;

/** The group of contract commands. */
@Command(
    name = "contract",
    description = "What changed between versions of a contract, and whom it breaks.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CheckCommand.class,
      CheckCasesCommand.class,
      DiffCommand.class,
      HistoryCommand.class
    })
public final class ContractCommand {}

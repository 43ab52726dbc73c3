package dev.datamesh.cli.features;

import picocli.CommandLine.Command;

/** {@code mesh features}. */
@Command(
    name = "features",
    description = "Features by entity and time.",
    subcommands = {
      CompactCommand.class,
      EraseCommand.class,
      ExportCommand.class,
      GetCommand.class,
      IngestCommand.class,
      JoinCommand.class,
      MaterializeCommand.class,
      PushCommand.class
    })
final class FeaturesCommand extends DefinitionsCommand {}

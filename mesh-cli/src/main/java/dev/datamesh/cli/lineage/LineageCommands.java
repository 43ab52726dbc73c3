package dev.datamesh.cli.lineage;

import dev.datamesh.cli.CommandProvider;
import picocli.CommandLine.Command;

/** Provides {@code mesh lineage}. */
public final class LineageCommands implements CommandProvider {

  @Override
  public String name() {
    return "lineage";
  }

  @Override
  public String summary() {
    return "Who feeds whom: upstream, downstream, impact.";
  }

  @Override
  public Object command() {
    return new Lineage();
  }

  @Command(
      name = "lineage",
      description = "Who feeds whom: upstream, downstream, impact.",
      synopsisSubcommandLabel = "COMMAND",
      subcommands = {
        WriteCommands.Add.class,
        WriteCommands.Import.class,
        WalkCommand.Downstream.class,
        WalkCommand.Upstream.class,
        ImpactCommand.class,
        PathCommand.class,
        SelectCommand.class,
        DiffCommand.class,
        StatsCommand.class,
        CheckCommand.class,
        ExportCommand.class
      })
  static final class Lineage {}
}

package dev.datamesh.cli.contract;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.mapping.Loss;
import dev.datamesh.contracts.mapping.Mapped;
import dev.datamesh.contracts.mapping.Mappings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh contract convert FILE --to FORMAT}. */
@Command(
    name = "convert",
    description = {
      "Write a contract in another format; what is lost goes to standard error.",
      "Formats: odcs, json-schema, openapi, avro, protobuf, and core for the SDK's own shorthand."
    })
final class ConvertCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FILE", description = "The contract.")
  Path file = Path.of("");

  @Option(names = "--to", paramLabel = "FORMAT", required = true, description = "The other format.")
  String to = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "The contract's format; by default it is recognised.")
  String format = "";

  @Option(names = "--strict", description = "Exit with 1 where anything is lost.")
  boolean strict;

  @Override
  public Integer call() {
    Contract contract = Contract.read(file, null, format);
    List<Loss> losses;
    if (to.equals("core")) {
      var records = Mappings.schemasOf(contract);
      records
          .value()
          .forEach((name, schema) -> spec.commandLine().getOut().println(name + ": " + schema));
      losses = records.losses();
    } else {
      Mapped<String> text = Mappings.convert(contract, to);
      spec.commandLine().getOut().print(text.value());
      spec.commandLine().getOut().println();
      losses = text.losses();
    }
    losses.forEach(loss -> spec.commandLine().getErr().println("lost: " + loss));
    return strict && !losses.isEmpty() ? ExitCode.NO : ExitCode.YES;
  }
}

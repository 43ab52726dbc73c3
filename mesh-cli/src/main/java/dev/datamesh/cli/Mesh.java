package dev.datamesh.cli;

import dev.datamesh.core.MeshException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The entry point of {@code java -jar mesh.jar}. */
@Command(
    name = "mesh",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Mesh.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "The data mesh on the command line: products, contracts, lineage, features.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:yes, compatible, done",
      "1:no, breaking",
      "2:wrong usage or unreadable input",
      "3:could not be decided"
    })
public final class Mesh {

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  boolean debug;

  public static void main(String[] args) {
    // The validator greets by java.util.logging otherwise, in the midst of the answer's errors.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, false, StandardCharsets.UTF_8);
    int code = run(args, out, err);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs one command line and answers its exit code; for tests and hosts. */
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    Mesh mesh = new Mesh();
    CommandLine line = new CommandLine(mesh);
    addSubcommands(line, args);
    line.setOut(out)
        .setErr(err)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, words) -> usage(e, err))
        .setExecutionExceptionHandler((e, command, result) -> failed(e, mesh.debug, err));
    if (args.length == 0) {
      line.usage(err);
      return ExitCode.UNUSABLE;
    }
    int code = line.execute(args);
    out.flush();
    err.flush();
    return code;
  }

  private static void addSubcommands(CommandLine line, String[] args) {
    List<CommandProvider> providers =
        ServiceLoader.load(CommandProvider.class, Mesh.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(CommandProvider::name))
            .toList();
    boolean named =
        args.length > 0 && providers.stream().anyMatch(provider -> provider.name().equals(args[0]));
    for (CommandProvider provider : providers) {
      if (named && provider.name().equals(args[0])) {
        line.addSubcommand(provider.name(), provider.command());
      } else if (!named) {
        CommandSpec summary = CommandSpec.create();
        summary.usageMessage().description(provider.summary());
        line.addSubcommand(provider.name(), summary);
      }
    }
  }

  private static int usage(CommandLine.ParameterException e, PrintWriter err) {
    CommandLine command = e.getCommandLine();
    err.println(
        "mesh: " + firstLine(e) + "; see " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.UNUSABLE;
  }

  private static int failed(Exception e, boolean debug, PrintWriter err) {
    err.println("mesh: " + (e instanceof MeshException ? oneLine(e) : e.toString()));
    if (debug) {
      e.printStackTrace(err);
    }
    return ExitCode.UNUSABLE;
  }

  /** The sentence and its first problem; how many more there are. */
  private static String oneLine(Exception e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().map(String::strip).toList();
    String line = String.join(": ", lines.subList(0, Math.min(2, lines.size())));
    int more = lines.size() - 2;
    return more > 0 ? line + " (and %d more; --debug shows them)".formatted(more) : line;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** The version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Mesh.class.getPackage().getImplementationVersion();
      return new String[] {"mesh " + (version == null ? "(not packaged)" : version)};
    }
  }
}

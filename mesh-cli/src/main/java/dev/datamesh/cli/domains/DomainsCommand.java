package dev.datamesh.cli.domains;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.domain.Money;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh domains check DOMAINS.yml}. */
@Command(name = "domains", description = "Check the file in which the domains are declared.")
final class DomainsCommand {

  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "check",
      description = {
        "Say whether every line of DOMAINS.yml is understood and every dependency known.",
        "Exit code 0: it is; 1: it is not, each problem with file, line and what was expected;",
        "2: the file cannot be read as YAML or JSON at all."
      })
  int check(
      @Parameters(paramLabel = "DOMAINS.yml", description = "The file, YAML or JSON.") Path file,
      @Option(names = "--json", description = "Print one JSON object.") boolean json) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Node document = DocumentReader.standard().read(file);
    try {
      Domains domains = Domains.read(document, file.toString());
      if (json) {
        out.println(JsonReport.of(file, domains));
      } else {
        print(out, file, domains);
      }
      return ExitCode.YES;
    } catch (InvalidInputException e) {
      if (json) {
        out.println(JsonReport.of(file, e.problems()));
      } else {
        print(out, file, e.problems());
      }
      return ExitCode.NO;
    }
  }

  private static void print(PrintWriter out, Path file, Domains domains) {
    out.printf(
        "%s: %d domains, %d data products, every line understood%n",
        file, domains.all().size(), domains.products().size());
    for (Domain domain : domains.all()) {
      out.printf(
          "  %-20s %-32s %2d products, %d dependencies, %s%n",
          domain.name(),
          domain.owner(),
          domain.dataProducts().size(),
          domain.dependencies().size(),
          domain.budgetMonthly().map(Money::toString).map(m -> m + " a month").orElse("no budget"));
    }
  }

  private static void print(PrintWriter out, Path file, List<Problem> problems) {
    problems.forEach(out::println);
    out.printf("%s: %d %s%n", file, problems.size(), problems.size() == 1 ? "problem" : "problems");
  }
}

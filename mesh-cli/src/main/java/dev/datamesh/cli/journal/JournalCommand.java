package dev.datamesh.cli.journal;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalCheck;
import dev.datamesh.core.journal.JournalSalvage;
import dev.datamesh.core.journal.JournalStats;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The group of journal commands. */
@Command(
    name = "journal",
    description = "Check, measure and salvage the journals of a data folder.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      JournalCommand.Check.class,
      JournalCommand.Stats.class,
      JournalCommand.Salvage.class
    })
public final class JournalCommand {

  private static List<Path> journalsIn(Path folder) {
    List<Path> journals = DataFolder.journalsIn(folder);
    if (journals.isEmpty()) {
      throw new NotFoundException(
          "Cannot find a journal in " + folder + " or right below it", folder.toString());
    }
    return journals;
  }

  /** {@code mesh journal check DIR}. */
  @Command(
      name = "check",
      description = {
        "Read every byte and compare every checksum; nothing is changed.",
        "Exit code 0 if all is whole, 1 if something is damaged."
      })
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before call().
  static final class Check implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "A data folder, or the folder of one journal.")
    Path folder;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      List<Node> reports = new ArrayList<>();
      boolean isWhole = true;
      for (Path journal : journalsIn(folder)) {
        JournalCheck check = JournalCheck.of(journal);
        isWhole &= check.isWhole();
        if (json) {
          reports.add(toNode(journal, check));
        } else {
          print(out, journal, check);
        }
      }
      if (json) {
        out.print(DocumentWriter.prettyJson().write(Node.of(reports)));
      }
      return isWhole ? ExitCode.YES : ExitCode.NO;
    }

    private static void print(PrintWriter out, Path journal, JournalCheck check) {
      out.printf(
          "%s: %s, %,d commits, revisions %,d to %,d%n",
          journal,
          check.isWhole() ? "whole" : "DAMAGED",
          check.commits(),
          check.oldest(),
          check.head());
      check.problems().forEach(problem -> out.println("  problem: " + problem));
      check.notes().forEach(note -> out.println("  note: " + note));
    }

    private static Node toNode(Path journal, JournalCheck check) {
      Map<String, Node> report = new LinkedHashMap<>();
      report.put("journal", Node.of(journal.toString()));
      report.put("whole", Node.of(check.isWhole()));
      report.put("commits", Node.of(check.commits()));
      report.put("oldest", Node.of(check.oldest()));
      report.put("head", Node.of(check.head()));
      List<Node> problems = new ArrayList<>();
      for (JournalCheck.Damage damage : check.problems()) {
        Map<String, Node> problem = new LinkedHashMap<>();
        problem.put("file", Node.of(damage.file()));
        problem.put("offset", Node.of(damage.offset()));
        problem.put("what", Node.of(damage.what()));
        problems.add(Node.of(problem));
      }
      report.put("problems", Node.of(problems));
      report.put("notes", Node.of(check.notes().stream().map(Node::of).toList()));
      return Node.of(report);
    }
  }

  /** {@code mesh journal stats DIR}. */
  @Command(name = "stats", description = "Print the figures of each journal.")
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before call().
  static final class Stats implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "A data folder, or the folder of one journal.")
    Path folder;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      List<Node> reports = new ArrayList<>();
      for (Path path : journalsIn(folder)) {
        try (Journal journal = Journal.readOnly(path)) {
          Map<String, Long> figures = figures(journal.stats());
          Map<String, Node> report = new LinkedHashMap<>();
          report.put("journal", Node.of(path.toString()));
          figures.forEach((name, figure) -> report.put(name, Node.of(figure)));
          reports.add(Node.of(report));
          if (!json) {
            out.println(path);
            figures.forEach((name, figure) -> out.printf("  %-14s %,d%n", name, figure));
          }
        }
      }
      if (json) {
        out.print(DocumentWriter.prettyJson().write(Node.of(reports)));
      }
      return ExitCode.YES;
    }

    private static Map<String, Long> figures(JournalStats stats) {
      Map<String, Long> figures = new LinkedHashMap<>();
      figures.put("oldest", stats.oldest());
      figures.put("head", stats.head());
      figures.put("snapshot", stats.snapshotRevision());
      figures.put("pieces", (long) stats.pieces());
      figures.put("logBytes", stats.logBytes());
      figures.put("reservedBytes", stats.reservedBytes());
      return figures;
    }
  }

  /** {@code mesh journal salvage DIR TARGET}. */
  @Command(
      name = "salvage",
      description = {
        "Copy what is whole of a damaged journal into a new folder.",
        "Exit code 0 if every whole commit went along, 1 if some could not."
      })
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before call().
  static final class Salvage implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of one journal.")
    Path folder;

    @Parameters(
        index = "1",
        paramLabel = "TARGET",
        arity = "0..1",
        description = "The new folder; DIR.salvaged if not given.")
    @Nullable Path target;

    @Override
    public Integer call() {
      Path to = target == null ? folder.resolveSibling(folder.getFileName() + ".salvaged") : target;
      JournalSalvage salvage = JournalSalvage.copy(folder, to);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "%s: revisions %,d to %,d%s%n",
          to,
          salvage.oldest(),
          salvage.head(),
          salvage.snapshot() > 0 ? ", snapshot of " + salvage.snapshot() : "");
      salvage.notes().forEach(note -> out.println("  note: " + note));
      if (salvage.lost() > 0) {
        out.printf("  %,d whole commits could not go along%n", salvage.lost());
      }
      return salvage.lost() == 0 ? ExitCode.YES : ExitCode.NO;
    }
  }
}

package dev.datamesh.cli.contract;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.contracts.protocol.BreakingChange;
import dev.datamesh.contracts.protocol.Decision;
import dev.datamesh.contracts.protocol.DeprecationHeaders;
import dev.datamesh.contracts.protocol.MeshConsumer;
import dev.datamesh.core.SemanticVersion;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh contract sunset SUBJECT --from V --to V --announced DAY}. */
@Command(
    name = "sunset",
    description = {
      "Print the timeline, the response headers and the checklist of a breaking change.",
      "With --remove: whether the old version may be removed (exit code 1: not yet)."
    })
final class SunsetCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SUBJECT", description = "The product or contract.")
  String subject = "";

  @Option(names = "--from", paramLabel = "VERSION", required = true, description = "The old one.")
  String from = "";

  @Option(names = "--to", paramLabel = "VERSION", required = true, description = "The new one.")
  String to = "";

  @Option(
      names = "--announced",
      paramLabel = "DAY",
      required = true,
      description = "When consumers are told, such as 2026-01-15.")
  @Nullable LocalDate announced;

  @Option(names = "--zone", paramLabel = "ZONE", description = "Where days begin; UTC by default.")
  ZoneId zone = ZoneOffset.UTC;

  @Option(names = "--successor", paramLabel = "URL", description = "Where the new version is.")
  String successor = "";

  @Option(
      names = "--consumer",
      paramLabel = "NAME[=CONTACT]",
      description = "Somebody to tell; repeatable.")
  List<String> consumers = new ArrayList<>();

  @Option(
      names = "--on",
      paramLabel = "DAY",
      description = "The day on which is asked; today by default.")
  @Nullable LocalDate day;

  @Option(names = "--legacy-headers", description = "Deprecation: true and Warning: 299.")
  boolean legacy;

  @Option(names = "--remove", description = "Ask whether the old version may be removed.")
  boolean remove;

  @Override
  public Integer call() {
    LocalDate told = announced == null ? LocalDate.now(zone) : announced;
    Instant now = (day == null ? LocalDate.now(zone) : day).atStartOfDay(zone).toInstant();
    BreakingChange change =
        BreakingChange.of(subject, SemanticVersion.of(from), SemanticVersion.of(to))
            .announcedOn(told, zone)
            .withSuccessor(successor)
            .withConsumers(consumers.stream().map(SunsetCommand::consumer).toList());
    PrintWriter out = spec.commandLine().getOut();
    if (remove) {
      Decision<BreakingChange> decision = change.removal(now);
      out.println(decision.explain());
      return decision.isAllowed() ? ExitCode.YES : ExitCode.NO;
    }
    out.println(change + ", now " + change.phaseAt(now));
    out.println();
    out.print(change.timeline());
    out.println();
    out.print(
        change.headers(legacy ? DeprecationHeaders.Form.LEGACY : DeprecationHeaders.Form.STANDARD));
    out.println();
    out.print(change.checklist(now));
    return ExitCode.YES;
  }

  private static MeshConsumer consumer(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? MeshConsumer.registered(text, "", "")
        : MeshConsumer.registered(text.substring(0, equals), text.substring(equals + 1), "");
  }
}

package dev.datamesh.cli.catalog;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.catalog.AuditLog;
import dev.datamesh.core.catalog.AuditRecord;
import dev.datamesh.core.catalog.AuditVerdict;
import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.document.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mesh catalog audit}. */
@Command(
    name = "audit",
    description = {
      "Print who did what, granted or refused; or verify that the record of it is intact.",
      "Exit code of --verify 0: intact; 1: changed."
    })
final class AuditCommand implements Callable<Integer> {

  @Mixin private @Nullable DataOptions data;

  @Option(names = "--verify", description = "Compute every link of the chain anew.")
  private boolean verify;

  @Option(
      names = "--head",
      paramLabel = "LINK",
      description = "A link that an earlier --verify printed, kept elsewhere.")
  private @Nullable String head;

  @Option(names = "--from", defaultValue = "1", description = "The first revision to print.")
  private long from;

  @Override
  public Integer call() {
    DataOptions options = Objects.requireNonNull(data);
    try (Catalog catalog = options.readable()) {
      return verify || head != null
          ? verdict(options, catalog.audit())
          : records(options, catalog.audit(), catalog.revision());
    }
  }

  private int verdict(DataOptions options, AuditLog audit) {
    AuditVerdict verdict = head == null ? audit.verify() : audit.verify(head);
    if (verdict instanceof AuditVerdict.Intact intact) {
      options
          .output()
          .line(
              "intact: %d commits from revision %d, head %s"
                  .formatted(intact.commits(), intact.from(), intact.head()));
      return ExitCode.YES;
    }
    AuditVerdict.Broken broken = (AuditVerdict.Broken) verdict;
    options
        .output()
        .line("changed at revision %d: %s".formatted(broken.revision(), broken.reason()));
    return ExitCode.NO;
  }

  private int records(DataOptions options, AuditLog audit, long last) {
    Output output = options.output();
    for (long next = from; next <= last; next += 1_000) {
      List<AuditRecord> records = audit.records(next, 1_000);
      for (AuditRecord each : records) {
        if (output.isJson()) {
          output.json(node(each));
        } else {
          output.line(
              "%8d  %s  %-14s %-9s %-18s %s%s"
                  .formatted(
                      each.revision(),
                      each.at(),
                      each.principal(),
                      each.granted() ? "granted" : "refused",
                      each.action(),
                      each.target(),
                      each.detail().isEmpty() ? "" : "  " + each.detail()));
        }
      }
    }
    return ExitCode.YES;
  }

  private static Node node(AuditRecord each) {
    Map<String, Node> keys = new LinkedHashMap<>();
    keys.put("revision", Output.number(each.revision()));
    keys.put("at", Output.text(each.at().toString()));
    keys.put("principal", Output.text(each.principal()));
    keys.put("action", Output.text(each.action()));
    keys.put("target", Output.text(each.target()));
    keys.put("outcome", Output.text(each.granted() ? "granted" : "refused"));
    keys.put("detail", Output.text(each.detail()));
    return Output.mapping(keys);
  }
}

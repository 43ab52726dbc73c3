package dev.datamesh.cli.contract;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.contracts.Acceptances;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Formats;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Severity;
import dev.datamesh.contracts.Verdict;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every comparison takes. For one command. */
final class ComparisonOptions {

  /** From which severity on the exit code is not 0. */
  enum FailOn {
    BREAKING,
    WARNING,
    INFO,
    NEVER
  }

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "Whom to protect: ${COMPLETION-CANDIDATES}; by default as the format goes: backward for"
              + " JSON Schema, consumers for OpenAPI.")
  @Nullable Mode mode;

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description =
          "Whose list of breaks: strict, lenient, data-product, oasdiff or one that a format"
              + " brings; by default data-product where the contract says that it is one's port.")
  @Nullable String profile;

  @Option(
      names = "--severity",
      paramLabel = "RULE=SEVERITY",
      description = "Gives a rule another severity: breaking, warning or info.")
  Map<String, Severity> severities = new LinkedHashMap<>();

  @Option(
      names = "--accept",
      paramLabel = "FILE",
      description = "Accepted breaks, YAML or JSON: a list of rule, path, reason, owner, expires.")
  @Nullable Path accept;

  @Option(
      names = "--on",
      paramLabel = "DAY",
      description = "The day for expiry and sunset dates, such as 2024-07-15; today by default.")
  @Nullable LocalDate day;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      defaultValue = "BREAKING",
      description = "Exit with 1 from this severity on: ${COMPLETION-CANDIDATES}.")
  FailOn failOn = FailOn.BREAKING;

  Comparison comparison() {
    LocalDate today = day == null ? LocalDate.now(ZoneOffset.UTC) : day;
    Comparison comparison =
        Comparison.standard()
            .withSeverities(severities)
            .withAcceptances(accept == null ? List.of() : Acceptances.read(accept), today);
    if (mode != null) {
      comparison = comparison.withMode(mode);
    }
    return profile == null ? comparison : comparison.withProfile(Formats.profile(profile));
  }

  int exitCode(ContractDiff diff) {
    if (failOn == FailOn.NEVER) {
      return ExitCode.YES;
    }
    if (diff.verdict() == Verdict.BREAKING) {
      return ExitCode.NO;
    }
    boolean fails =
        diff.findings().stream()
            .anyMatch(
                finding ->
                    failOn == FailOn.INFO
                        || (failOn == FailOn.WARNING && finding.severity() == Severity.WARNING));
    if (fails) {
      return ExitCode.NO;
    }
    return diff.verdict() == Verdict.UNKNOWN ? ExitCode.UNKNOWN : ExitCode.YES;
  }
}

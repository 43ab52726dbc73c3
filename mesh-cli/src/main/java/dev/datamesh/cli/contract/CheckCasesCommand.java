package dev.datamesh.cli.contract;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.ContractDiff;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Formats;
import dev.datamesh.contracts.JsonText;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.Verdict;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh contract check-cases CASES.jsonl}: many pairs in one process. */
@Command(
    name = "check-cases",
    description = {
      "Judge many pairs in one process: a line in, a line out.",
      "In: {\"id\",\"format\",\"mode\",\"profile\",\"old\",\"new\"}; old and new are documents or"
          + " their text; format, mode and profile may be left out.",
      "Out: {\"id\",\"verdict\",\"findings\",\"witness\",\"bump\"}."
    })
final class CheckCasesCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "CASES", description = "A file of JSON lines.")
  Path cases = Path.of("");

  @Option(
      names = "--budget",
      paramLabel = "STEPS",
      description = "Steps of work before a question ends in UNKNOWN; default ${DEFAULT-VALUE}.")
  long budget = Comparison.STANDARD_BUDGET;

  @Option(
      names = "--on",
      paramLabel = "DAY",
      description = "The day for sunset dates, such as 2024-07-15; today by default.")
  @Nullable LocalDate day;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    DocumentReader reader = DocumentReader.standard();
    try (BufferedReader lines = Files.newBufferedReader(cases)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          out.println(answer(reader, line, number));
        }
      }
    } catch (NoSuchFileException e) {
      throw new NotFoundException("Cannot read " + cases + ": no such file", cases.toString(), e);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read " + cases + ": " + e.getMessage(), cases.toString(), e);
    }
    return ExitCode.YES;
  }

  /** One line out; what cannot be read is UNKNOWN with the reason, and the next line follows. */
  private String answer(DocumentReader reader, String line, int number) {
    String id = JsonText.quote("line " + number);
    try {
      Node node = reader.read(line, cases.getFileName() + ":" + number);
      id = node.find("id").map(JsonText::of).orElse(id);
      return report(id, judge(node));
    } catch (MeshException e) {
      return "{\"id\":%s,\"verdict\":\"%s\",\"findings\":[],\"bump\":null,\"error\":%s}"
          .formatted(id, Verdict.UNKNOWN, JsonText.quote(String.valueOf(e.getMessage())));
    }
  }

  private ContractDiff judge(Node node) {
    String format = word(node, "format");
    Comparison comparison =
        Comparison.standard()
            .withBudget(budget)
            .on(day == null ? LocalDate.now(ZoneOffset.UTC) : day);
    String mode = word(node, "mode");
    if (!mode.isEmpty()) {
      comparison = comparison.withMode(mode(mode));
    }
    String profile = word(node, "profile");
    if (!profile.isEmpty()) {
      comparison = comparison.withProfile(Formats.profile(profile));
    }
    return contract(node, "old", format).diffTo(contract(node, "new", format), comparison);
  }

  private static Mode mode(String word) {
    try {
      return Mode.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "Cannot compare in mode \"%s\"; known are %s"
              .formatted(word, java.util.Arrays.toString(Mode.values())));
    }
  }

  private static String word(Node node, String key) {
    return node.find(key).flatMap(Node::text).orElse("");
  }

  private static Contract contract(Node node, String key, String format) {
    Node document =
        node.find(key)
            .orElseThrow(
                () ->
                    new InvalidInputException("Cannot judge the case: \"" + key + "\" is missing"));
    return Contract.read(document.text().orElseGet(() -> JsonText.of(document)), key, format);
  }

  private static String report(String id, ContractDiff diff) {
    StringBuilder json = new StringBuilder("{\"id\":").append(id);
    json.append(",\"verdict\":\"").append(diff.verdict()).append('"');
    json.append(",\"findings\":[")
        .append(
            diff.findings().stream()
                .map(CheckCasesCommand::finding)
                .collect(Collectors.joining(",")))
        .append(']');
    diff.witness()
        .ifPresent(
            witness ->
                json.append(",\"witness\":")
                    .append(witness.json())
                    .append(",\"witnessOf\":")
                    .append(JsonText.quote(witness.where()))
                    .append(",\"witnessValidUnder\":\"")
                    .append(witness.validUnder().name().toLowerCase(Locale.ROOT))
                    .append("\",\"witnessCheck\":\"")
                    .append(witness.check())
                    .append('"'));
    json.append(",\"bump\":\"").append(diff.bump()).append('"');
    if (!diff.reason().isEmpty()) {
      json.append(",\"reason\":").append(JsonText.quote(diff.reason()));
    }
    return json.append('}').toString();
  }

  private static String finding(Finding finding) {
    return "{\"rule\":%s,\"severity\":\"%s\",\"path\":%s,\"breaks\":%s,\"old\":%s,\"new\":%s,\"sentence\":%s}"
        .formatted(
            JsonText.quote(finding.rule()),
            finding.severity(),
            JsonText.quote(finding.path()),
            finding.breaks().stream()
                .map(party -> JsonText.quote(party.words()))
                .collect(Collectors.joining(",", "[", "]")),
            place(finding.older()),
            place(finding.newer()),
            JsonText.quote(finding.sentence()));
  }

  /** File, line and column; a line of 0 is the file as a whole. */
  private static String place(Place place) {
    return "{\"file\":%s,\"line\":%d,\"column\":%d}"
        .formatted(
            JsonText.quote(place.position().source()),
            place.position().line(),
            place.position().column());
  }
}

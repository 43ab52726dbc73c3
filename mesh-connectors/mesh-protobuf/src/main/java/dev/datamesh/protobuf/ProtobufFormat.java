package dev.datamesh.protobuf;

import dev.datamesh.contracts.Assessment;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.ContractFormat;
import dev.datamesh.contracts.ContractModel;
import dev.datamesh.contracts.ContractSource;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.Severity;
import dev.datamesh.contracts.Verdict;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Protobuf definitions: one {@code .proto} text, or a JSON object of file names and texts. */
public final class ProtobufFormat implements ContractFormat {

  /** What was written on the wire stays readable. */
  public static final Profile BUF_WIRE = profile("buf-wire", "WIRE");

  /** On the wire and in JSON. */
  public static final Profile BUF_WIRE_JSON = profile("buf-wire-json", "WIRE_JSON");

  /** Generated code, file by file. */
  public static final Profile BUF_FILE = profile("buf-file", "FILE");

  /** Generated code, package by package. */
  public static final Profile BUF_PACKAGE = profile("buf-package", "PACKAGE");

  private static final Pattern LOOKS =
      Pattern.compile(
          "(?m)^\\s*(?:(?:syntax|edition)\\s*=\\s*[\"']|(?:message|enum|service)\\s+\\w+\\s*\\{)");

  /** Found by the service loader. */
  public ProtobufFormat() {}

  private static Profile profile(String name, String category) {
    return new Profile(
        name,
        Profile.Basis.FINDINGS,
        List.of(
            Profile.forRules(
                "buf's category " + category, Severity.BREAKING, BufRules.of(category))));
  }

  @Override
  public String name() {
    return "protobuf";
  }

  @Override
  public Mode defaultMode() {
    return Mode.BACKWARD;
  }

  @Override
  public List<Profile> profiles() {
    return List.of(BUF_WIRE, BUF_WIRE_JSON, BUF_FILE, BUF_PACKAGE);
  }

  @Override
  public int recognises(ContractSource source) {
    String text = source.text().stripLeading();
    if (text.startsWith("{")) {
      boolean files =
          source.findTree().orElse(null) instanceof Node.Mapping mapping
              && !mapping.entries().isEmpty()
              && mapping.keys().stream().anyMatch(name -> name.endsWith(".proto"))
              && mapping.entries().values().stream()
                  .allMatch(entry -> entry.value() instanceof Node.Text);
      return files ? 9 : 0;
    }
    return LOOKS.matcher(text).find() ? 8 : 0;
  }

  @Override
  public ContractModel read(ContractSource source) {
    Map<String, String> files = new LinkedHashMap<>();
    if (source.text().stripLeading().startsWith("{")
        && source.tree() instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach((name, entry) -> entry.value().text().ifPresent(text -> files.put(name, text)));
    } else {
      files.put(source.name(), source.text());
    }
    Map<String, String> definitions = new LinkedHashMap<>();
    files.forEach(
        (name, text) -> {
          if (files.size() == 1 || name.endsWith(".proto")) {
            definitions.put(name, text);
          }
        });
    return new ProtobufModel(ProtoReader.read(definitions), files);
  }

  @Override
  public Assessment compare(ContractModel older, ContractModel newer, Comparison comparison) {
    Proto.Schema before = ((ProtobufModel) older).schema();
    Proto.Schema after = ((ProtobufModel) newer).schema();
    if (before.files().size() == 1 && after.files().size() == 1) {
      // One file against one: their names are what the caller calls them.
      after = named(before.files().keySet().iterator().next(), (ProtobufModel) newer);
    }
    Mode mode = comparison.mode();
    List<Finding> findings = new ArrayList<>();
    if (mode != Mode.FORWARD && mode != Mode.READERS) {
      findings.addAll(BufDiff.between(before, after));
    }
    if (mode == Mode.FORWARD || mode == Mode.READERS || mode == Mode.FULL) {
      findings.addAll(forward(before, after, findings));
    }
    Set<String> strict = BufRules.of("WIRE");
    List<Finding> weighed = new ArrayList<>();
    for (Finding finding : findings) {
      weighed.add(
          strict.contains(finding.rule()) ? finding.withSeverity(Severity.BREAKING) : finding);
    }
    // Without a profile of this format, what counts is the wire.
    boolean own = profiles().stream().anyMatch(one -> one.equals(comparison.profile()));
    List<Finding> last = own ? findings : weighed;
    boolean breaks = last.stream().anyMatch(Finding::isBreaking);
    return new Assessment(
        last, breaks ? Verdict.BREAKING : Verdict.COMPATIBLE, "", Optional.empty());
  }

  private static Proto.Schema named(String name, ProtobufModel model) {
    return model.schema().files().containsKey(name)
        ? model.schema()
        : ProtoReader.read(Map.of(name, model.files().values().iterator().next()));
  }

  /**
   * Old readers of new data: types and cardinalities the other way round. A field or value that is
   * new is unknown to them and skipped, so what is only gone in that direction is left out.
   */
  private static List<Finding> forward(
      Proto.Schema before, Proto.Schema after, List<Finding> known) {
    Set<String> told = new LinkedHashSet<>();
    known.forEach(finding -> told.add(finding.rule() + " " + finding.path()));
    List<Finding> forward = new ArrayList<>();
    for (Finding found : BufDiff.between(after, before)) {
      boolean aboutBoth =
          !found.rule().contains("NO_DELETE")
              && !found.rule().startsWith("FILE_")
              && !found.rule().startsWith("PACKAGE_")
              && found.rule().equals(found.rule().toUpperCase(java.util.Locale.ROOT));
      if (aboutBoth && !told.contains(found.rule() + " " + found.path())) {
        forward.add(mirrored(found));
      }
    }
    return forward;
  }

  /** The finding of the comparison the other way round, its sides put back. */
  @SuppressWarnings("ArgumentSelectionDefectChecker") // the sides are meant to be swapped
  private static Finding mirrored(Finding found) {
    return new Finding(
        found.rule(),
        found.change(),
        found.path(),
        found.newer(),
        found.older(),
        found.newValue(),
        found.oldValue(),
        found.breaks(),
        found.severity(),
        "For old readers: " + found.sentence(),
        found.remedy());
  }
}

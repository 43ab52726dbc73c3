package dev.datamesh.protobuf;

import dev.datamesh.contracts.Change;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.protobuf.Proto.Schema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules on files and packages. */
final class FileRules {

  /**
   * Options that generated code depends on, their rules' names behind FILE_SAME_, their defaults.
   */
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("cc_enable_arenas", "true"),
          Map.entry("cc_generic_services", "false"),
          Map.entry("csharp_namespace", ""),
          Map.entry("go_package", ""),
          Map.entry("java_generic_services", "false"),
          Map.entry("java_multiple_files", "false"),
          Map.entry("java_outer_classname", ""),
          Map.entry("java_package", ""),
          Map.entry("objc_class_prefix", ""),
          Map.entry("optimize_for", "SPEED"),
          Map.entry("php_class_prefix", ""),
          Map.entry("php_metadata_namespace", ""),
          Map.entry("php_namespace", ""),
          Map.entry("py_generic_services", "false"),
          Map.entry("ruby_package", ""),
          Map.entry("swift_prefix", ""));

  private final Schema older;
  private final Schema newer;
  private final BufFindings findings;

  FileRules(Schema older, Schema newer, BufFindings findings) {
    this.older = older;
    this.newer = newer;
    this.findings = findings;
  }

  void check() {
    older
        .files()
        .forEach(
            (path, before) -> {
              Proto.File after = newer.files().get(path);
              if (after == null) {
                findings.add(
                    "FILE_NO_DELETE",
                    Change.ENTRY_REMOVED,
                    path,
                    BufFindings.file(path),
                    SourcePosition.UNKNOWN,
                    "The file %s is gone.".formatted(path));
              } else {
                compare(path, before, after);
              }
            });
    packages();
  }

  private void packages() {
    Set<String> now = new LinkedHashSet<>();
    newer.files().values().forEach(file -> now.add(file.pack()));
    Set<String> told = new LinkedHashSet<>();
    older
        .files()
        .values()
        .forEach(
            file -> {
              if (!now.contains(file.pack()) && told.add(file.pack())) {
                findings.add(
                    "PACKAGE_NO_DELETE",
                    Change.ENTRY_REMOVED,
                    file.pack(),
                    BufFindings.file(file.path()),
                    SourcePosition.UNKNOWN,
                    "The package %s is gone.".formatted(file.pack()));
              }
            });
  }

  private void compare(String path, Proto.File before, Proto.File after) {
    differs("FILE_SAME_PACKAGE", path, before.pack(), after.pack());
    differs(
        "FILE_SAME_SYNTAX",
        path,
        before.syntax() + before.edition(),
        after.syntax() + after.edition());
    for (String option : List.copyOf(OPTIONS.keySet())) {
      String standard = OPTIONS.getOrDefault(option, "");
      differs(
          "FILE_SAME_" + option.toUpperCase(java.util.Locale.ROOT),
          path,
          before.options().getOrDefault(option, standard),
          after.options().getOrDefault(option, standard));
    }
  }

  private void differs(String rule, String path, String was, String is) {
    if (!was.equals(is)) {
      findings.add(
          rule,
          Change.METADATA,
          path,
          BufFindings.file(path),
          BufFindings.file(path),
          was,
          is,
          "%s: %s is \"%s\", it was \"%s\"."
              .formatted(path, rule.substring(10).toLowerCase(java.util.Locale.ROOT), is, was));
    }
  }
}

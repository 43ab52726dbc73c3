package dev.datamesh.protobuf;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Finding;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.protobuf.Proto.Enumeration;
import dev.datamesh.protobuf.Proto.Field;
import dev.datamesh.protobuf.Proto.Message;
import dev.datamesh.protobuf.Proto.Range;
import dev.datamesh.protobuf.Proto.Rpc;
import dev.datamesh.protobuf.Proto.Schema;
import dev.datamesh.protobuf.Proto.Service;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All of buf's rules at once, on what is in both versions by its full name and on what is gone. For
 * one thread at a time.
 */
final class BufDiff {

  private final Schema older;
  private final Schema newer;
  private final BufFindings findings = new BufFindings();
  private final FieldRules fields;

  private BufDiff(Schema older, Schema newer) {
    this.older = older;
    this.newer = newer;
    this.fields = new FieldRules(older, newer, findings);
  }

  static List<Finding> between(Schema older, Schema newer) {
    BufDiff diff = new BufDiff(older, newer);
    new FileRules(older, newer, diff.findings).check();
    diff.messages();
    diff.enums();
    diff.services();
    diff.extensions();
    return diff.findings.all();
  }

  /** Compares what is in both versions, and says what is gone or lies elsewhere. */
  private <T extends Proto.Declared> void compare(
      String kind, Map<String, T> before, Map<String, T> after, BiConsumer<T, T> both) {
    for (T old : before.values()) {
      T now = after.get(old.fullName());
      if (now == null) {
        gone(kind, old.fullName(), old.file(), old.parent(), old.at());
      } else {
        moved(kind, old.fullName(), old.file(), now.file());
        both.accept(old, now);
      }
    }
  }

  private void messages() {
    compare("MESSAGE", older.messages(), newer.messages(), this::message);
    newer
        .messages()
        .values()
        .forEach(
            after -> {
              if (!older.messages().containsKey(after.fullName())) {
                findings.note(
                    "message-added",
                    Change.ENTRY_ADDED,
                    after.fullName(),
                    SourcePosition.UNKNOWN,
                    after.at(),
                    "The message %s is new.".formatted(after.fullName()));
              }
            });
  }

  /** Gone from its file is a break by file, gone from its package one by package. */
  private void gone(
      String kind, String name, Proto.File file, @Nullable String parent, SourcePosition at) {
    SourcePosition here = survivor(parent, file);
    if (newer.files().containsKey(file.path())) {
      findings.add(
          kind + "_NO_DELETE",
          Change.ENTRY_REMOVED,
          name,
          at,
          here,
          "%s is gone from its file.".formatted(name));
    }
    if (packageLives(file)) {
      findings.add(
          "PACKAGE_" + kind + "_NO_DELETE",
          Change.ENTRY_REMOVED,
          name,
          at,
          here,
          "%s is gone from its package.".formatted(name));
    }
  }

  private void moved(String kind, String name, Proto.File before, Proto.File after) {
    if (!before.path().equals(after.path()) && newer.files().containsKey(before.path())) {
      findings.add(
          kind + "_NO_DELETE",
          Change.ENTRY_REMOVED,
          name,
          BufFindings.file(before.path()),
          BufFindings.file(before.path()),
          "%s is in another file now.".formatted(name));
    }
  }

  /** The nearest message around that is still there, else the file. */
  private SourcePosition survivor(@Nullable String parent, Proto.File file) {
    String around = parent;
    while (around != null) {
      Message message = newer.messages().get(around);
      if (message != null && message.file().path().equals(file.path())) {
        return message.at();
      }
      Message old = older.messages().get(around);
      around = old == null ? null : old.parent();
    }
    return BufFindings.file(file.path());
  }

  private boolean packageLives(Proto.File file) {
    return newer.files().values().stream().anyMatch(other -> other.pack().equals(file.pack()));
  }

  private void message(Message before, Message after) {
    String name = before.fullName();
    for (String oneof : before.oneofs()) {
      if (!after.oneofs().contains(oneof)) {
        findings.add(
            "ONEOF_NO_DELETE",
            Change.FIELD_REMOVED,
            name + "." + oneof,
            before.at(),
            after.at(),
            "The oneof %s is gone.".formatted(oneof));
      }
    }
    ranges(
        "EXTENSION_MESSAGE_NO_DELETE",
        before.extensionRanges(),
        after.extensionRanges(),
        before,
        after);
    ranges("RESERVED_MESSAGE_NO_DELETE", before.reserved(), after.reserved(), before, after);
    names(
        "RESERVED_MESSAGE_NO_DELETE",
        before.reservedNames(),
        after.reservedNames(),
        name,
        before.at(),
        after.at());
    jsonFormat(
        "MESSAGE_SAME_JSON_FORMAT",
        name,
        before.options(),
        after.options(),
        before.jsonAt(),
        after.jsonAt());
    option(
        before,
        after,
        "no_standard_descriptor_accessor",
        "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR",
        true);
    option(before, after, "message_set_wire_format", "MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT", false);
    fields.compare(before, after);
  }

  private void option(Message before, Message after, String option, String rule, boolean onlyOn) {
    boolean was = before.options().getOrDefault(option, "false").equals("true");
    boolean is = after.options().getOrDefault(option, "false").equals("true");
    if (was != is && (is || !onlyOn)) {
      findings.add(
          rule,
          Change.TYPE_CHANGED,
          before.fullName(),
          before.at(),
          after.at(),
          String.valueOf(was),
          String.valueOf(is),
          "The option %s of %s changed.".formatted(option, before.fullName()));
    }
  }

  private void ranges(
      String rule, List<Range> old, List<Range> now, Message before, Message after) {
    for (Range range : old) {
      if (!covered(range, now)) {
        findings.add(
            rule,
            Change.VALIDATION_CHANGED,
            before.fullName(),
            before.at(),
            after.at(),
            range.toString(),
            "",
            "%s does not keep the range %s.".formatted(before.fullName(), range));
      }
    }
  }

  /** Whether ranges cover another together. */
  private static boolean covered(Range range, List<Range> by) {
    List<Range> sorted = by.stream().sorted(java.util.Comparator.comparing(Range::from)).toList();
    long next = range.from();
    for (Range one : sorted) {
      if (one.from() <= next && one.to() >= next) {
        next = one.to() + 1L;
      }
      if (next > range.to()) {
        return true;
      }
    }
    return next > range.to();
  }

  private void names(
      String rule,
      List<String> old,
      List<String> now,
      String path,
      SourcePosition before,
      SourcePosition after) {
    for (String name : old) {
      if (!now.contains(name)) {
        findings.add(
            rule,
            Change.VALIDATION_CHANGED,
            path,
            before,
            after,
            name,
            "",
            "%s does not reserve the name %s any more.".formatted(path, name));
      }
    }
  }

  private void jsonFormat(
      String rule,
      String path,
      Map<String, String> old,
      Map<String, String> now,
      SourcePosition before,
      SourcePosition after) {
    String was = old.getOrDefault("features.json_format", "");
    String is = now.getOrDefault("features.json_format", "");
    if (was.equals("ALLOW") && !is.equals("ALLOW")) {
      findings.add(
          rule, Change.TYPE_CHANGED, path, before, after, was, is, "JSON is not allowed any more.");
    }
  }

  private void enums() {
    compare("ENUM", older.enums(), newer.enums(), this::enumeration);
  }

  private void enumeration(Enumeration before, Enumeration after) {
    String name = before.fullName();
    SourcePosition old = before.at();
    SourcePosition now = after.at();
    String was = before.options().getOrDefault("features.enum_type", "");
    String is = after.options().getOrDefault("features.enum_type", "");
    if (!was.equals(is)) {
      findings.add(
          "ENUM_SAME_TYPE",
          Change.TYPE_CHANGED,
          name,
          old,
          now,
          was,
          is,
          "The enum %s is %s now.".formatted(name, is));
    }
    jsonFormat("ENUM_SAME_JSON_FORMAT", name, before.options(), after.options(), old, now);
    for (Range range : before.reserved()) {
      if (!covered(range, after.reserved())) {
        findings.add(
            "RESERVED_ENUM_NO_DELETE",
            Change.VALIDATION_CHANGED,
            name,
            old,
            now,
            range.toString(),
            "",
            "%s does not reserve %s any more.".formatted(name, range));
      }
    }
    names("RESERVED_ENUM_NO_DELETE", before.reservedNames(), after.reservedNames(), name, old, now);
    Set<Integer> numbers = new LinkedHashSet<>();
    before.values().forEach(value -> numbers.add(value.number()));
    for (int number : numbers) {
      value(before, after, number);
    }
    for (Proto.Value value : after.values()) {
      if (before.names(value.number()).isEmpty()) {
        findings.note(
            "enum-value-added",
            Change.ENUM_VALUE_ADDED,
            name + "." + value.name(),
            old,
            value.at(),
            "The value %s is new.".formatted(value.name()));
      }
    }
  }

  private void value(Enumeration before, Enumeration after, int number) {
    List<String> was = before.names(number);
    List<String> is = after.names(number);
    String path = before.fullName() + "." + was.get(0);
    if (is.isEmpty()) {
      findings.add(
          "ENUM_VALUE_NO_DELETE",
          Change.ENUM_VALUE_REMOVED,
          path,
          before.at(),
          after.at(),
          was.toString(),
          "",
          "The value %d is gone.".formatted(number));
      if (!after.reservedNames().containsAll(was)) {
        findings.add(
            "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED",
            Change.ENUM_VALUE_REMOVED,
            path,
            before.at(),
            after.at(),
            was.toString(),
            "",
            "The value %s is gone and its name is not reserved.".formatted(was));
      }
      if (after.reserved().stream().noneMatch(range -> range.contains(number))) {
        findings.add(
            "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED",
            Change.ENUM_VALUE_REMOVED,
            path,
            before.at(),
            after.at(),
            was.toString(),
            "",
            "The value %d is gone and its number is not reserved.".formatted(number));
      }
    } else if (!is.containsAll(was)) {
      SourcePosition at =
          after.values().stream()
              .filter(value -> value.number() == number)
              .findFirst()
              .map(Proto.Value::at)
              .orElse(after.at());
      findings.add(
          "ENUM_VALUE_SAME_NAME",
          Change.FIELD_RENAMED,
          path,
          before.at(),
          at,
          was.toString(),
          is.toString(),
          "The value %d is called %s now.".formatted(number, is));
    }
  }

  private void services() {
    compare("SERVICE", older.services(), newer.services(), this::rpcs);
  }

  private void rpcs(Service before, Service after) {
    Map<String, Rpc> now = new LinkedHashMap<>();
    after.rpcs().forEach(rpc -> now.put(rpc.name(), rpc));
    for (Rpc rpc : before.rpcs()) {
      Rpc other = now.get(rpc.name());
      String path = before.fullName() + "." + rpc.name();
      if (other == null) {
        findings.add(
            "RPC_NO_DELETE",
            Change.ENTRY_REMOVED,
            path,
            rpc.at(),
            after.at(),
            "The call %s is gone.".formatted(rpc.name()));
        continue;
      }
      differs("RPC_SAME_REQUEST_TYPE", path, rpc, other, rpc.request(), other.request());
      differs("RPC_SAME_RESPONSE_TYPE", path, rpc, other, rpc.response(), other.response());
      differs(
          "RPC_SAME_CLIENT_STREAMING",
          path,
          rpc,
          other,
          String.valueOf(rpc.clientStreams()),
          String.valueOf(other.clientStreams()));
      differs(
          "RPC_SAME_SERVER_STREAMING",
          path,
          rpc,
          other,
          String.valueOf(rpc.serverStreams()),
          String.valueOf(other.serverStreams()));
      differs(
          "RPC_SAME_IDEMPOTENCY_LEVEL",
          path,
          rpc,
          other,
          rpc.options().getOrDefault("idempotency_level", "IDEMPOTENCY_UNKNOWN"),
          other.options().getOrDefault("idempotency_level", "IDEMPOTENCY_UNKNOWN"));
    }
  }

  private void differs(String rule, String path, Rpc before, Rpc after, String was, String is) {
    if (!was.equals(is)) {
      findings.add(
          rule,
          Change.TYPE_CHANGED,
          path,
          before.at(),
          after.at(),
          was,
          is,
          "The call %s has %s, it had %s.".formatted(path, is, was));
    }
  }

  private void extensions() {
    older
        .extensions()
        .forEach(
            (key, before) -> {
              Field after = newer.extensions().get(key);
              boolean sameName =
                  newer.extensions().values().stream()
                      .anyMatch(other -> other.fullName().equals(before.fullName()));
              if (!sameName) {
                gone("EXTENSION", before.fullName(), before.file(), scope(before), before.at());
              }
              if (after != null) {
                fields.compare(before, after);
              }
            });
  }

  private @Nullable String scope(Field extension) {
    String full = extension.fullName();
    int dot = full.lastIndexOf('.');
    String scope = dot < 0 ? "" : full.substring(0, dot);
    return older.messages().containsKey(scope) ? scope : null;
  }
}

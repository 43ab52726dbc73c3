package dev.datamesh.avro;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists what changed between two schemas: what the library calls incompatible in either direction,
 * and beside it, unless only the library's view is asked for, what it does not look at. For one
 * thread at a time.
 */
final class AvroFindings {

  private final AvroModel older;
  private final AvroModel newer;
  private final Mode mode;
  private final boolean libraryOnly;
  private final List<Finding> findings = new ArrayList<>();

  AvroFindings(AvroModel older, AvroModel newer, Mode mode, boolean libraryOnly) {
    this.older = older;
    this.newer = newer;
    this.mode = mode;
    this.libraryOnly = libraryOnly;
  }

  static boolean looksBackward(Mode mode) {
    return mode == Mode.BACKWARD || mode == Mode.FULL || mode == Mode.CONSUMERS;
  }

  static boolean looksForward(Mode mode) {
    return mode == Mode.FORWARD || mode == Mode.READERS || mode == Mode.FULL;
  }

  List<Finding> findings() {
    Set<String> told = new HashSet<>();
    if (!libraryOnly || looksBackward(mode)) {
      for (Incompatibility found : AvroResolution.between(newer.schema(), older.schema())) {
        add(found, true, told);
      }
    }
    if (!libraryOnly || looksForward(mode)) {
      for (Incompatibility found : AvroResolution.between(older.schema(), newer.schema())) {
        add(found, false, told);
      }
    }
    if (!libraryOnly) {
      new AvroChanges(older, newer, mode, findings).add();
    } else {
      findings.removeIf(finding -> !finding.isBreaking());
    }
    return findings;
  }

  private void add(Incompatibility found, boolean backward, Set<String> told) {
    if (!told.add(backward + " " + found.type() + " " + found.location())) {
      return;
    }
    boolean counts = backward ? looksBackward(mode) : looksForward(mode);
    Set<Party> breaks = backward ? Set.of(Party.STORED_DATA, Party.WRITERS) : Set.of(Party.READERS);
    // The location is one in the reader's schema.
    findings.add(
        new Finding(
            found.type().name(),
            change(found, backward),
            found.location(),
            older.place(backward ? "" : found.location()),
            newer.place(backward ? found.location() : ""),
            "",
            found.message(),
            breaks,
            counts ? Severity.BREAKING : Severity.INFO,
            sentence(found, backward),
            remedy(found.type())));
  }

  private static String sentence(Incompatibility found, boolean backward) {
    return "%s cannot be read with the %s schema: %s at %s (%s)."
        .formatted(
            backward ? "Data of the old schema" : "Data of the new schema",
            backward ? "new" : "old",
            found.type().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
            found.location(),
            found.message());
  }

  private static Change change(Incompatibility found, boolean backward) {
    return switch (found.type()) {
      case NAME_MISMATCH -> Change.FIELD_RENAMED;
      case FIXED_SIZE_MISMATCH, TYPE_MISMATCH -> Change.TYPE_CHANGED;
      case MISSING_ENUM_SYMBOLS -> backward ? Change.ENUM_VALUE_REMOVED : Change.ENUM_VALUE_ADDED;
      case MISSING_UNION_BRANCH -> backward ? Change.TYPE_NARROWED : Change.TYPE_WIDENED;
      case READER_FIELD_MISSING_DEFAULT_VALUE ->
          backward ? Change.REQUIRED_FIELD_ADDED : Change.FIELD_REMOVED;
    };
  }

  private static String remedy(Incompatibility.Type type) {
    return switch (type) {
      case NAME_MISMATCH -> "Give the reader's type the old name as an alias.";
      case FIXED_SIZE_MISMATCH -> "Use a new field of the new size.";
      case TYPE_MISMATCH -> "Use a union of both types, or a new field.";
      case MISSING_ENUM_SYMBOLS -> "Keep the symbols, or give the reader's enum a default.";
      case MISSING_UNION_BRANCH -> "Keep the branch in the reader's union.";
      case READER_FIELD_MISSING_DEFAULT_VALUE -> "Give the reader's field a default.";
    };
  }
}

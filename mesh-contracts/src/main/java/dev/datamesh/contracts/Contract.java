package dev.datamesh.contracts;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.document.DocumentReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a contract: {@code Contract.read(v1).diffTo(Contract.read(v2))}. The format is
 * recognised from the content. Immutable.
 */
public final class Contract {

  private final ContractSource source;
  private final ContractFormat format;
  private final ContractModel model;

  private Contract(ContractSource source, ContractFormat format, ContractModel model) {
    this.source = source;
    this.format = format;
    this.model = model;
  }

  /** Reads a file; references to other files are refused. */
  public static Contract read(Path file) {
    return read(file, null, "");
  }

  /** Reads a file; references are followed to files under the root and nowhere else. */
  public static Contract read(Path file, Path root) {
    return read(file, root, "");
  }

  /** Reads a text; the name stands in positions and messages. */
  public static Contract read(String text, String name) {
    return read(text, name, "");
  }

  /** Reads a text of a format known by name, such as {@code openapi}; empty to recognise it. */
  public static Contract read(String text, String name, String format) {
    return of(new ContractSource(name, text, null, DocumentReader.standard()), format);
  }

  /**
   * Reads a text of any size that the document reader takes; the other doors leave texts unread
   * that are beyond 4 MiB and hold more than 150,000 values, and their comparison is UNKNOWN.
   */
  public static Contract readWhole(String text, String name, String format) {
    return whole(new ContractSource(name, text, null, DocumentReader.standard()), format);
  }

  /**
   * Reads a file.
   *
   * @param root folder under which references may be followed; null for none
   * @param format its name; empty to recognise it
   */
  public static Contract read(Path file, @Nullable Path root, String format) {
    try {
      return of(
          new ContractSource(
              file.toString(), Files.readString(file), root, DocumentReader.standard()),
          format);
    } catch (NoSuchFileException e) {
      throw new NotFoundException("Cannot read " + file + ": no such file", file.toString(), e);
    } catch (MalformedInputException e) {
      throw new InvalidInputException("Cannot read " + file + ": it is not valid UTF-8");
    } catch (IOException e) {
      throw new StorageException("Cannot read " + file + ": " + e.getMessage(), file.toString(), e);
    }
  }

  /** A schema as a contract, open to further fields; by default judged as its readers see it. */
  public static Contract of(dev.datamesh.core.schema.Schema schema, String name) {
    return read(schema.toString(), name, "core-schema");
  }

  /** A record's shape as a contract, named by its class. */
  public static Contract of(Class<? extends Record> type) {
    return of(RecordSchemas.of(type), type.getSimpleName());
  }

  private static Contract of(ContractSource source, String formatName) {
    if (Oversized.is(source.text())) {
      return new Contract(source, Oversized.FORMAT, Oversized.FORMAT.read(source));
    }
    return whole(source, formatName);
  }

  private static Contract whole(ContractSource source, String formatName) {
    ContractFormat format =
        formatName.isEmpty() ? Formats.recognise(source) : Formats.named(formatName);
    return new Contract(source, format, format.read(source));
  }

  /** The file's name, or what the caller calls it. */
  public String name() {
    return source.name();
  }

  /** The name and, where known, the version: what a report calls this contract. */
  public String label() {
    return name() + version().map(version -> " (" + version + ")").orElse("");
  }

  /** The format's name, such as {@code openapi}. */
  public String format() {
    return format.name();
  }

  /** The version that it states. */
  public Optional<SemanticVersion> version() {
    return model.version();
  }

  /** Service levels and the like. */
  public Promises promises() {
    return model.promises();
  }

  /** The text as it was read. */
  public String text() {
    return source.text();
  }

  /** What the format made of it, for other formats and tools. */
  public ContractModel model() {
    return model;
  }

  /** What changed from this to a newer version, in the format's mode and profile. */
  public ContractDiff diffTo(Contract newer) {
    return diffTo(newer, Comparison.standard());
  }

  /** What changed from this to a newer version. */
  public ContractDiff diffTo(Contract newer, Comparison comparison) {
    boolean unread = format == Oversized.FORMAT || newer.format == Oversized.FORMAT;
    if (unread || source.text().equals(newer.source.text())) {
      return atOnce(newer, comparison, unread);
    }
    if (!format.name().equals(newer.format.name())) {
      throw new InvalidInputException(
          "Cannot compare %s with %s: one is %s, the other %s"
              .formatted(name(), newer.name(), format.name(), newer.format.name()));
    }
    Comparison settled =
        comparison
            .withMode(comparison.findMode().orElse(format.defaultMode()))
            .withProfile(comparison.findProfile().orElse(model.defaultProfile()));
    return new Judge(settled).judge(this, newer, format.compare(model, newer.model, settled));
  }

  /** The same text is the same contract; of an unread one nothing else is known. */
  private ContractDiff atOnce(Contract newer, Comparison comparison, boolean unread) {
    Comparison settled =
        comparison
            .withMode(comparison.findMode().orElse(format.defaultMode()))
            .withProfile(comparison.findProfile().orElse(model.defaultProfile()));
    boolean same = source.text().equals(newer.source.text());
    Assessment assessment =
        same || !unread
            ? new Assessment(List.of(), Verdict.COMPATIBLE, "", Optional.empty())
            : Oversized.FORMAT.compare(model, newer.model, settled);
    return new Judge(settled).judge(this, newer, assessment);
  }

  /** Checks records against the contract's main schema. */
  public RecordValidator validator() {
    return model.validator("");
  }

  /** Checks records against one of its schemas: a component, a table, in the format's words. */
  public RecordValidator validator(String part) {
    return model.validator(part);
  }

  @Override
  public String toString() {
    return format() + " " + label();
  }
}

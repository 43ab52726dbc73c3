package dev.datamesh.featurestore;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.core.spi.FrameFormat;
import dev.datamesh.core.spi.FrameSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training set kept in a folder: {@code data.csv.gz}, or {@code data.parquet} and the like,
 * beside {@code manifest.json}, which says what was asked for, of which versions under which rules
 * and up to which rows, and the data's SHA-256. It is written once and never overwritten.
 * Immutable.
 *
 * @param folder where it is
 * @param format of the data: {@code csv.gz}, or the name of a connector's
 * @param request what was asked for, in words
 * @param versions the views' versions that took part; of several of one view each stands under its
 *     own name, {@code view@v2}, here and below
 * @param policies the views' bounds and ttl, which hold within a version
 * @param sequences up to which ingest sequence rows of each view took part
 * @param erased how many rows of each view below it had been erased when the set was made
 * @param rows how many rows the set has
 * @param schema the set's columns
 * @param sha256 of the data file, in hexadecimal digits
 */
public record SavedDataset(
    Path folder,
    String format,
    String request,
    Map<String, Integer> versions,
    Map<String, String> policies,
    Map<String, Long> sequences,
    Map<String, Long> erased,
    long rows,
    Schema schema,
    String sha256) {

  /** The format of its own: gzipped CSV. */
  static final String CSV = "csv.gz";

  private static final String MANIFEST = "manifest.json";

  public SavedDataset {
    versions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    policies = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(policies));
    sequences = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(sequences));
    erased = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(erased));
  }

  /**
   * What is saved beside the data; what the data itself tells is filled in.
   *
   * @param format null: gzipped CSV
   */
  record Draft(
      @Nullable FrameFormat format,
      String request,
      Map<String, Integer> versions,
      Map<String, String> policies,
      Map<String, Long> sequences,
      Map<String, Long> erased) {}

  /** Writes a frame and its manifest into a folder that has none. */
  static SavedDataset save(Path folder, Frame data, Draft draft) {
    claim(folder);
    FrameFormat format = draft.format;
    String name = format == null ? CSV : format.name();
    Path file = folder.resolve("data." + name);
    try {
      if (format == null) {
        data.writeCsv(file);
      } else {
        format.sink(file).write(data.blocks(1 << 16));
      }
      SavedDataset saved =
          new SavedDataset(
              folder,
              name,
              draft.request,
              draft.versions,
              draft.policies,
              draft.sequences,
              draft.erased,
              data.rows(),
              data.schema(),
              hash(file));
      DocumentWriter.prettyJson().write(saved.manifest(), folder.resolve(MANIFEST));
      return saved;
    } catch (RuntimeException e) {
      withdraw(folder, file, e);
      throw e;
    }
  }

  /** Of two that save at once, the one that makes the file first goes on. */
  private static void claim(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.createFile(folder.resolve(MANIFEST));
    } catch (FileAlreadyExistsException e) {
      throw new InvalidInputException(
          "Cannot save a data set into %s, there is one: choose another folder".formatted(folder));
    } catch (IOException e) {
      throw new StorageException(
          "Cannot save a data set into %s: %s".formatted(folder, e), folder.toString(), e);
    }
  }

  /** Leaves nothing half-written. */
  private static void withdraw(Path folder, Path file, RuntimeException failure) {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder.resolve(MANIFEST));
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Reads the manifest of a folder; the data is verified when it is read. */
  public static SavedDataset open(Path folder) {
    Path file = folder.resolve(MANIFEST);
    Node manifest = DocumentReader.standard().read(file);
    Map<String, Integer> versions = new LinkedHashMap<>();
    numbers(manifest, "versions").forEach((name, number) -> versions.put(name, number.intValue()));
    Map<String, Long> rows = numbers(manifest, "rows");
    return new SavedDataset(
        folder,
        manifest.find("format").flatMap(Node::text).orElse(CSV),
        text(manifest, "request", file),
        versions,
        texts(manifest, "policies"),
        numbers(manifest, "sequences"),
        numbers(manifest, "erased"),
        rows.getOrDefault("data", 0L),
        Schema.of(text(manifest, "schema", file)),
        text(manifest, "sha256", file));
  }

  private static String text(Node manifest, String key, Path file) {
    return manifest
        .find(key)
        .flatMap(Node::text)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Cannot read the data set's manifest %s, \"%s\" is missing"
                        .formatted(file, key)));
  }

  private static Map<String, String> texts(Node manifest, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (manifest.find(key).orElse(null) instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (name, entry) -> entry.value().text().ifPresent(value -> texts.put(name, value)));
    }
    return texts;
  }

  private static Map<String, Long> numbers(Node manifest, String key) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    if (manifest.find(key).orElse(null) instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (name, entry) -> {
                if (entry.value() instanceof Node.Num number) {
                  numbers.put(name, number.value().longValue());
                }
              });
    }
    return numbers;
  }

  /**
   * Reads the data after comparing its hash; a connector's format is found by its name.
   *
   * @throws DamagedDataException where the file is not what was saved
   */
  public Frame read() {
    if (!format.equals(CSV)) {
      return read(FrameFormats.FOUND.get(format));
    }
    return Frame.readCsv(verified(), schema);
  }

  /** The same for a format that the host brings. */
  public Frame read(FrameFormat by) {
    try (FrameBlocks blocks = by.source(verified()).read(FrameSource.Scan.all())) {
      return blocks.collect();
    }
  }

  private Path verified() {
    Path file = folder.resolve("data." + format);
    String now = hash(file);
    if (!now.equals(sha256)) {
      throw new DamagedDataException(
          "Cannot read the data set %s, its SHA-256 is %s and the manifest says %s"
              .formatted(file, now, sha256),
          file.toString(),
          0);
    }
    return file;
  }

  private Node manifest() {
    Map<String, Node> entries = new LinkedHashMap<>();
    entries.put("request", text(request));
    entries.put("format", text(format));
    entries.put("versions", mapping(versions));
    Map<String, Node> rules = new LinkedHashMap<>();
    policies.forEach((view, policy) -> rules.put(view, text(policy)));
    entries.put("policies", node(rules));
    entries.put("sequences", mapping(sequences));
    entries.put("erased", mapping(erased));
    entries.put("rows", mapping(Map.of("data", rows)));
    entries.put("schema", text(schema.toString()));
    entries.put("sha256", text(sha256));
    return node(entries);
  }

  private static Node text(String value) {
    return new Node.Text(value, SourcePosition.UNKNOWN);
  }

  private static Node mapping(Map<String, ? extends Number> numbers) {
    Map<String, Node> entries = new LinkedHashMap<>();
    numbers.forEach(
        (name, number) ->
            entries.put(
                name,
                new Node.Num(
                    java.math.BigDecimal.valueOf(number.longValue()), SourcePosition.UNKNOWN)));
    return node(entries);
  }

  private static Node node(Map<String, Node> entries) {
    Map<String, Node.Entry> made = new LinkedHashMap<>();
    entries.forEach((key, value) -> made.put(key, new Node.Entry(SourcePosition.UNKNOWN, value)));
    return new Node.Mapping(made, SourcePosition.UNKNOWN);
  }

  private static String hash(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new StorageException("Cannot read %s: %s".formatted(file, e), file.toString(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

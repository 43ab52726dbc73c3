package dev.datamesh.featurestore;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
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

/**
 * A training set kept in a folder: {@code data.csv.gz} beside {@code manifest.json}, which says
 * what was asked for, of which versions and up to which rows, and the data's SHA-256. It is written
 * once and never overwritten. Immutable.
 *
 * @param folder where it is
 * @param request what was asked for, in words
 * @param versions the views' versions that took part
 * @param sequences how many rows of each view there were
 * @param rows how many rows the set has
 * @param schema the set's columns
 * @param sha256 of the data file, in hexadecimal digits
 */
public record SavedDataset(
    Path folder,
    String request,
    Map<String, Integer> versions,
    Map<String, Long> sequences,
    long rows,
    Schema schema,
    String sha256) {

  private static final String DATA = "data.csv.gz";
  private static final String MANIFEST = "manifest.json";

  public SavedDataset {
    versions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    sequences = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(sequences));
  }

  /** Writes a frame and its manifest into a folder that has none. */
  static SavedDataset save(
      Path folder,
      Frame data,
      String request,
      Map<String, Integer> versions,
      Map<String, Long> sequences) {
    try {
      Files.createDirectories(folder);
      // Of two that save at once, the one that makes the file first goes on.
      Files.createFile(folder.resolve(DATA));
    } catch (FileAlreadyExistsException e) {
      throw new InvalidInputException(
          "Cannot save a data set into %s, there is one: choose another folder".formatted(folder));
    } catch (IOException e) {
      throw new StorageException(
          "Cannot save a data set into %s: %s".formatted(folder, e), folder.toString(), e);
    }
    data.writeCsv(folder.resolve(DATA));
    SavedDataset saved =
        new SavedDataset(
            folder,
            request,
            versions,
            sequences,
            data.rows(),
            data.schema(),
            hash(folder.resolve(DATA)));
    DocumentWriter.prettyJson().write(saved.manifest(), folder.resolve(MANIFEST));
    return saved;
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
        text(manifest, "request", file),
        versions,
        numbers(manifest, "sequences"),
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
   * Reads the data after comparing its hash.
   *
   * @throws DamagedDataException where the file is not what was saved
   */
  public Frame read() {
    Path file = folder.resolve(DATA);
    String now = hash(file);
    if (!now.equals(sha256)) {
      throw new DamagedDataException(
          "Cannot read the data set %s, its SHA-256 is %s and the manifest says %s"
              .formatted(file, now, sha256),
          file.toString(),
          0);
    }
    return Frame.readCsv(file, schema);
  }

  private Node manifest() {
    Map<String, Node> entries = new LinkedHashMap<>();
    entries.put("request", text(request));
    entries.put("versions", mapping(versions));
    entries.put("sequences", mapping(sequences));
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

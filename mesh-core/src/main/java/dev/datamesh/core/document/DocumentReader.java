package dev.datamesh.core.document;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads YAML 1.2 (core schema) and JSON (RFC 8259) into a {@link Node} tree. The format is
 * recognised from the content: a document that begins with an opening brace or bracket is JSON
 * where JSON's grammar holds, everything else is YAML, of which JSON is a subset.
 *
 * <p>Throws {@link InvalidInputException} with the position for what cannot be read, {@link
 * LimitExceededException} beyond a limit. Immutable.
 */
public final class DocumentReader {

  private final DocumentLimits limits;

  private DocumentReader(DocumentLimits limits) {
    this.limits = limits;
  }

  public static DocumentReader standard() {
    return new DocumentReader(DocumentLimits.STANDARD);
  }

  public static DocumentReader within(DocumentLimits limits) {
    return new DocumentReader(limits);
  }

  /** Reads a file of UTF-8. */
  public Node read(Path file) {
    ReadingErrors errors = new ReadingErrors(file.toString(), limits);
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      if (size > limits.bytes()) {
        throw errors.tooLarge(size);
      }
      byte[] bytes = readAll(in, (int) Math.min(size, Integer.MAX_VALUE - 16));
      if (bytes.length > limits.bytes()) {
        throw errors.tooLarge(bytes.length);
      }
      return read(bytes, file.toString());
    } catch (NoSuchFileException e) {
      throw new NotFoundException("Cannot read " + file + ": no such file", file.toString(), e);
    } catch (IOException e) {
      throw new StorageException("Cannot read " + file + ": " + e.getMessage(), file.toString(), e);
    }
  }

  /** Into one array of the file's size; what a pipe or a growing file has beyond it comes after. */
  private byte[] readAll(InputStream in, int size) throws IOException {
    byte[] bytes = new byte[size];
    int count = in.readNBytes(bytes, 0, size);
    long room = limits.bytes() + 1 - count;
    byte[] rest = in.readNBytes((int) Math.min(room, Integer.MAX_VALUE - 16 - count));
    if (count == size && rest.length == 0) {
      return bytes;
    }
    byte[] all = Arrays.copyOf(bytes, count + rest.length);
    System.arraycopy(rest, 0, all, count, rest.length);
    return all;
  }

  /**
   * Reads UTF-8 bytes, with a byte order mark or without; the source's name stands in positions and
   * messages.
   */
  public Node read(byte[] utf8, String source) {
    ReadingErrors errors = new ReadingErrors(source, limits);
    if (utf8.length > limits.bytes()) {
      throw errors.tooLarge(utf8.length);
    }
    return read(Utf8.decode(utf8, errors), source);
  }

  /** Reads a text; the source's name stands in positions and messages. */
  public Node read(String text, String source) {
    ReadingErrors errors = new ReadingErrors(source, limits);
    if (text.length() > limits.bytes()) {
      throw errors.tooLarge(text.length());
    }
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (!looksLikeJson(content)) {
      return new YamlTree(source, limits).read(content);
    }
    try {
      return new JsonTree(source, limits).read(content);
    } catch (JsonTree.NoJsonException noJson) {
      return readFlow(content, source, noJson);
    }
  }

  /** Flow style YAML begins like JSON; where it is neither, the reader that came farther tells. */
  private Node readFlow(String text, String source, JsonTree.NoJsonException noJson) {
    try {
      return new YamlTree(source, limits).read(text);
    } catch (LimitExceededException e) {
      throw e.limit().equals(YamlTree.LINE) ? noJson.reason() : e;
    } catch (InvalidInputException e) {
      SourcePosition json = noJson.reason().problems().get(0).position();
      SourcePosition yaml = e.problems().get(0).position();
      boolean isFarther =
          yaml.line() > json.line()
              || (yaml.line() == json.line() && yaml.column() > json.column());
      throw isFarther ? e : noJson.reason();
    }
  }

  private static boolean looksLikeJson(String text) {
    int i = 0;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i < text.length() && (text.charAt(i) == '{' || text.charAt(i) == '[');
  }
}

package dev.datamesh.core.document;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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
    try {
      long size = Files.size(file);
      if (size > limits.bytes()) {
        throw tooLarge(file.toString(), size);
      }
      return read(Files.readAllBytes(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new NotFoundException("Cannot read " + file + ": no such file", file.toString(), e);
    } catch (IOException e) {
      throw new StorageException("Cannot read " + file + ": " + e.getMessage(), file.toString(), e);
    }
  }

  /** Reads UTF-8 bytes; the source's name stands in positions and messages. */
  public Node read(byte[] utf8, String source) {
    if (utf8.length > limits.bytes()) {
      throw tooLarge(source, utf8.length);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return read(text, source);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException("Cannot read " + source + ": it is not valid UTF-8");
    }
  }

  /** Reads a text; the source's name stands in positions and messages. */
  public Node read(String text, String source) {
    if (text.length() > limits.bytes()) {
      throw tooLarge(source, text.length());
    }
    return looksLikeJson(text)
        ? new JsonTree(source, limits).read(text)
        : new YamlTree(source, limits).read(text);
  }

  private static boolean looksLikeJson(String text) {
    int i = 0;
    while (i < text.length()
        && (Character.isWhitespace(text.charAt(i)) || text.charAt(i) == 0xFEFF)) {
      i++;
    }
    return i < text.length() && (text.charAt(i) == '{' || text.charAt(i) == '[');
  }

  private LimitExceededException tooLarge(String source, long size) {
    return new LimitExceededException(
        "Cannot read %s, it has %,d bytes and the limit is %,d"
            .formatted(source, size, limits.bytes()),
        "document bytes",
        limits.bytes());
  }
}

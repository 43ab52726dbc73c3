package dev.datamesh.core.document;

import dev.datamesh.core.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;

/**
 * Writes a {@link Node} tree as JSON or YAML, keys in their order, numbers exact, lines ended by
 * {@code \n}: what {@link DocumentReader} reads back is equal. Immutable.
 */
public final class DocumentWriter {

  private final Function<Node, String> format;

  private DocumentWriter(Function<Node, String> format) {
    this.format = format;
  }

  /** JSON on one line. */
  public static DocumentWriter json() {
    return new DocumentWriter(node -> JsonText.write(node, false));
  }

  /** JSON with a line for each member, indented by two blanks. */
  public static DocumentWriter prettyJson() {
    return new DocumentWriter(node -> JsonText.write(node, true));
  }

  /** YAML 1.2 in block style. */
  public static DocumentWriter yaml() {
    return new DocumentWriter(YamlText::write);
  }

  /** The text of a tree. */
  public String write(Node node) {
    return format.apply(node);
  }

  /** Writes the text into a file as UTF-8; a file of this name is replaced as a whole. */
  public void write(Node node, Path file) {
    byte[] bytes = write(node).getBytes(StandardCharsets.UTF_8);
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.write(aside, bytes);
      try {
        Files.move(
            aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new StorageException("Cannot write " + file + ": " + e, file.toString(), e);
    }
  }
}

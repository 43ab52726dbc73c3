package dev.datamesh.contracts;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of one contract and what may be read beside it. The tree of the text is made once, when
 * a format asks for it. Safe for use by many threads.
 */
public final class ContractSource {

  private final String name;
  private final String text;
  private final @Nullable Path root;
  private final DocumentReader reader;
  private @Nullable Node tree;
  private @Nullable MeshException refusal;

  ContractSource(String name, String text, @Nullable Path root, DocumentReader reader) {
    this.name = name;
    this.text = text;
    this.root = root;
    this.reader = reader;
  }

  /** The file's name, or what the caller calls it. */
  public String name() {
    return name;
  }

  /** The text as it stands. */
  public String text() {
    return text;
  }

  /** The folder under which references to other files may be followed; empty if none may. */
  public Optional<Path> root() {
    return Optional.ofNullable(root);
  }

  /** The reader, with its limits, for files under the root. */
  public DocumentReader reader() {
    return reader;
  }

  /** The text as a tree of YAML or JSON; empty where it is neither. */
  public Optional<Node> findTree() {
    synchronized (reader) {
      if (tree == null && refusal == null) {
        try {
          tree = reader.read(text, name);
        } catch (MeshException e) {
          refusal = e;
        }
      }
      return Optional.ofNullable(tree);
    }
  }

  /** The text as a tree of YAML or JSON; throws what the reader says where it is neither. */
  public Node tree() {
    return findTree()
        .orElseThrow(
            () ->
                refusal == null
                    ? new InvalidInputException("Cannot read " + name + ": it is empty")
                    : refusal);
  }
}

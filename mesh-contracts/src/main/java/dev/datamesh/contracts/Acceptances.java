package dev.datamesh.contracts;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads accepted breaks from a file of YAML or JSON: a list of {@code rule, path, reason, owner,
 * expires}; rule and path may be left out and stand for all.
 */
public final class Acceptances {

  private Acceptances() {}

  public static List<Acceptance> read(Path file) {
    return read(DocumentReader.standard().read(file));
  }

  /** Reads the list; all problems are reported at once. */
  public static List<Acceptance> read(Node tree) {
    List<Problem> problems = new ArrayList<>();
    List<Acceptance> accepted = new ArrayList<>();
    if (!(tree instanceof Node.Sequence list)) {
      throw new InvalidInputException(
          new Problem("", tree.position(), "expected a list of accepted breaks"));
    }
    int number = 0;
    for (Node item : list.items()) {
      String pointer = "/" + number++;
      String reason = word(item, "reason", pointer, problems);
      String owner = word(item, "owner", pointer, problems);
      String expires = word(item, "expires", pointer, problems);
      try {
        LocalDate day = LocalDate.parse(expires);
        if (!reason.isBlank() && !owner.isBlank()) {
          accepted.add(
              new Acceptance(optional(item, "rule"), optional(item, "path"), reason, owner, day));
        }
      } catch (DateTimeException e) {
        problems.add(
            new Problem(
                pointer + "/expires",
                item.position(),
                "expected a day such as 2024-07-15, found \"" + expires + "\""));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException("Cannot read the accepted breaks", problems);
    }
    return accepted;
  }

  private static String optional(Node item, String key) {
    return item.find(key).flatMap(Node::text).orElse("*");
  }

  private static String word(Node item, String key, String pointer, List<Problem> problems) {
    String text = item.find(key).flatMap(Node::text).orElse("");
    if (text.isBlank()) {
      problems.add(new Problem(pointer + "/" + key, item.position(), "is missing"));
    }
    return text;
  }
}

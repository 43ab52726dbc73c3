package dev.datamesh.contracts;

import java.util.List;
import java.util.Optional;

/** Stands for a text that is too large to be read whole: only the very same text is judged. */
final class Oversized implements ContractFormat {

  /** Characters of one contract that are read whatever they are. */
  private static final int LARGEST = 4 << 20;

  /** Characters of one contract that are read if they hold few values, such as long texts. */
  private static final int LARGEST_PLAIN = 16 << 20;

  /** Values in a text of that size: two trees of so many are compared within 256 MB. */
  private static final int MOST_VALUES = 150_000;

  static final Oversized FORMAT = new Oversized();

  /** Whether a text is too large to make a tree of it. */
  static boolean is(String text) {
    return text.length() > LARGEST && (text.length() > LARGEST_PLAIN || values(text) > MOST_VALUES);
  }

  /** About how many values a text holds: in JSON by what stands between them, in YAML by lines. */
  private static int values(String text) {
    String start = text.substring(0, 100).strip();
    boolean json = start.startsWith("{") || start.startsWith("[");
    int values = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (json && c == '"') {
        quoted = !quoted;
      } else if (json && quoted && c == '\\') {
        i++;
      } else if (!quoted && (c == ',' || c == '{' || c == '[' || (c == '\n' && !json))) {
        values++;
      }
    }
    return values;
  }

  /** Nothing is known of it. */
  record Unread() implements ContractModel {}

  @Override
  public String name() {
    return "unread";
  }

  @Override
  public Mode defaultMode() {
    return Mode.BACKWARD;
  }

  @Override
  public int recognises(ContractSource source) {
    return 0;
  }

  @Override
  public ContractModel read(ContractSource source) {
    return new Unread();
  }

  @Override
  public Assessment compare(ContractModel older, ContractModel newer, Comparison comparison) {
    return new Assessment(
        List.of(),
        Verdict.UNKNOWN,
        "a text of more than %,d characters and so many values is not read; split the contract, or"
                .formatted(LARGEST)
            + " read it with Contract.readWhole",
        Optional.empty());
  }
}

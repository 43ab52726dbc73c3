package dev.datamesh.contracts;

import java.util.List;
import java.util.Optional;

/** Stands for a text that is too large to be read whole: only the very same text is judged. */
final class Oversized implements ContractFormat {

  /** Characters of one contract; a pair of them is compared within 256 MB. */
  static final int LARGEST = 4 << 20;

  static final Oversized FORMAT = new Oversized();

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
        "a text of more than %,d characters is not read; split the contract, or read it with"
                .formatted(LARGEST)
            + " Contract.readWhole",
        Optional.empty());
  }
}

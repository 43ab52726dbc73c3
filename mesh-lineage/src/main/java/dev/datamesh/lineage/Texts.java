package dev.datamesh.lineage;

import dev.datamesh.lineage.model.Evidence;
import java.util.Locale;

/** Words for people. */
final class Texts {

  private Texts() {}

  /** A share with four digits at most: {@code 0.95}, {@code 1}. */
  static String share(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  static String count(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  static String evidence(Evidence evidence) {
    StringBuilder text = new StringBuilder();
    text.append(evidence.producer().isEmpty() ? "somebody" : evidence.producer()).append(" says");
    text.append(' ').append(evidence.type().word());
    text.append(evidence.masking() ? " masked" : "");
    if (!evidence.transformation().isEmpty()) {
      text.append(" (").append(evidence.transformation()).append(')');
    }
    if (!evidence.job().isEmpty()) {
      text.append(" by job ").append(evidence.job());
    }
    return text.append(", confidence ")
        .append(share(evidence.confidence()))
        .append(", since ")
        .append(evidence.validity().from())
        .toString();
  }
}

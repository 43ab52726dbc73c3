package dev.datamesh.featurestore.online;

import org.jspecify.annotations.Nullable;

/** Texts seen lately, so that words of a small vocabulary are kept once. Under the table's lock. */
final class RecentTexts {

  private static final int LONGEST = 64;

  private final @Nullable String[] texts = new String[256];

  /** Replaces texts by equal ones that are kept already. */
  void share(@Nullable Object[] objects) {
    for (int i = 0; i < objects.length; i++) {
      if (objects[i] instanceof String text && text.length() <= LONGEST) {
        int at = text.hashCode() & (texts.length - 1);
        String known = texts[at];
        if (text.equals(known)) {
          objects[i] = known;
        } else {
          texts[at] = text;
        }
      }
    }
  }
}

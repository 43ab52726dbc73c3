package dev.datamesh.contracts;

/** Who is hurt by a change. */
public enum Party {
  /** Programs that read what the new version produces, written for the old one. */
  READERS("existing readers"),
  /** Programs that still write what the old version allowed. */
  WRITERS("existing writers"),
  /** Documents that were written under the old version and are kept. */
  STORED_DATA("stored data");

  private final String words;

  Party(String words) {
    this.words = words;
  }

  /** In words, as sentences use it. */
  public String words() {
    return words;
  }
}

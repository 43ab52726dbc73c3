package dev.datamesh.core.document;

/**
 * What a document may cost. A document beyond a limit is refused, never cut.
 *
 * @param bytes size of the source
 * @param depth nesting of mappings and sequences
 * @param aliases YAML aliases (`*name`) that may be expanded
 * @param nodes nodes of the tree after the expansion of aliases
 * @param digits digits of one number
 */
public record DocumentLimits(long bytes, int depth, int aliases, long nodes, int digits) {

  /** 32 MiB, depth 200, 100 aliases, 5 million nodes, 1,000 digits. */
  public static final DocumentLimits STANDARD =
      new DocumentLimits(32L << 20, 200, 100, 5_000_000, 1_000);
}

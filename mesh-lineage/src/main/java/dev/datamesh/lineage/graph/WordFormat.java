package dev.datamesh.lineage.graph;

/**
 * How the codes of an evidence lie in one word: from the lowest bit on, whether the next evidence
 * in the row is of the same edge, when, how, who. Narrow words have 32 bits, wide ones 64.
 */
record WordFormat(int whenBits, int howBits, int whoBits) {

  /** The bit that says: the next evidence in the row is of the same edge. */
  static final int MORE = 1;

  /** The least widths that hold all codes known so far. */
  static WordFormat forCodes(Tables tables) {
    return new WordFormat(
        bits(tables.whens.size()), bits(tables.hows.size()), bits(tables.whos.size()));
  }

  boolean isWide() {
    return 1 + whenBits + howBits + whoBits > 32;
  }

  long word(int how, int when, int who, boolean more) {
    return (more ? MORE : 0)
        | (long) when << 1
        | (long) how << howShift()
        | (long) who << whoShift();
  }

  int when(long word) {
    return (int) (word >>> 1 & mask(whenBits));
  }

  int how(long word) {
    return (int) (word >>> howShift() & mask(howBits));
  }

  int who(long word) {
    return (int) (word >>> whoShift() & mask(whoBits));
  }

  int howShift() {
    return 1 + whenBits;
  }

  int whoShift() {
    return 1 + whenBits + howBits;
  }

  long whenMask() {
    return mask(whenBits);
  }

  long howMask() {
    return mask(howBits);
  }

  private static long mask(int bits) {
    return (1L << bits) - 1;
  }

  private static int bits(int codes) {
    return codes <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(codes - 1);
  }
}

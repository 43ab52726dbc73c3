package dev.datamesh.featurestore.online;

/**
 * Which words and objects of a row are copied, and where to within a row of the target. Immutable.
 *
 * @param words of the row; the first is its event time
 * @param isRun whether the words follow one another, so that one loop copies them
 */
@SuppressWarnings("ArrayRecordComponent") // read in the innermost loop, never written
record Projection(int[] words, int wordsAt, int[] objects, int objectsAt, boolean isRun) {

  static Projection of(int[] words, int wordsAt, int[] objects, int objectsAt) {
    boolean run = true;
    for (int i = 1; i < words.length; i++) {
      run &= words[i] == words[0] + i;
    }
    return new Projection(words, wordsAt, objects, objectsAt, run);
  }
}

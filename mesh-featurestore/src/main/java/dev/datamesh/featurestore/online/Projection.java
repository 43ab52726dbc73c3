package dev.datamesh.featurestore.online;

/**
 * Which words and objects of a row are copied, and where to within a row of the target. Immutable.
 *
 * @param words of the row; the first is its event time
 */
@SuppressWarnings("ArrayRecordComponent") // read in the innermost loop, never written
record Projection(int[] words, int wordsAt, int[] objects, int objectsAt) {}

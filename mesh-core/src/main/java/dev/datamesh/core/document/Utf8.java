package dev.datamesh.core.document;

import dev.datamesh.core.SourcePosition;
import java.nio.charset.StandardCharsets;

/** UTF-8 that is refused, not repaired, where it is malformed. */
final class Utf8 {

  private Utf8() {}

  static String decode(byte[] bytes, ReadingErrors errors) {
    int bad = firstMalformed(bytes);
    if (bad >= 0) {
      throw errors.invalid(
          place(bytes, bad, errors.source()), "the bytes are not valid UTF-8 from here on");
    }
    boolean hasMark =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    int start = hasMark ? 3 : 0;
    return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
  }

  private static SourcePosition place(byte[] bytes, int at, String source) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < at; i++) {
      if (bytes[i] == '\n') {
        line++;
        column = 1;
      } else if ((bytes[i] & 0xC0) != 0x80) {
        column++;
      }
    }
    return new SourcePosition(source, line, column);
  }

  /** The index of the first sequence that the Unicode standard (table 3-7) does not allow. */
  private static int firstMalformed(byte[] bytes) {
    int i = 0;
    while (i < bytes.length) {
      int first = bytes[i];
      if (first >= 0) {
        i++;
        continue;
      }
      int length = lengthOf(bytes, i, first & 0xFF);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  private static int lengthOf(byte[] bytes, int i, int first) {
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (i + length > bytes.length) {
      return 0;
    }
    int second = bytes[i + 1] & 0xFF;
    int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}

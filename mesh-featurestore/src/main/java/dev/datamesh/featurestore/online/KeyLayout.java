package dev.datamesh.featurestore.online;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.Schema;
import java.util.List;

/**
 * Where the components of a key lie among its words. A number takes one word. A text takes three:
 * its length and up to 23 bytes of ASCII, or, where it does not fit, {@link #LONG_TEXT} and 128
 * bits of hash, and the text itself is compared beside them. Immutable.
 */
final class KeyLayout {

  static final int TEXT_WORDS = 3;
  static final int INLINE_BYTES = 23;
  static final long LONG_TEXT = 255;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  final List<Field> fields;
  final int words;
  private final int[] starts;
  private final boolean[] texts;

  KeyLayout(Schema keys) {
    this.fields = keys.fields();
    this.starts = new int[fields.size()];
    this.texts = new boolean[fields.size()];
    int at = 0;
    for (int i = 0; i < starts.length; i++) {
      FieldType type = fields.get(i).type();
      texts[i] = Words.isText(type);
      if (!texts[i] && (!Words.fits(type) || Words.isFloating(type))) {
        throw new InvalidInputException(
            "Cannot use \"%s\" as a key, its type is %s: expected whole numbers, text, boolean or times"
                .formatted(fields.get(i).name(), type));
      }
      starts[i] = at;
      at += texts[i] ? TEXT_WORDS : 1;
    }
    this.words = at;
  }

  int components() {
    return starts.length;
  }

  int start(int component) {
    return starts[component];
  }

  boolean isText(int component) {
    return texts[component];
  }

  int wordsOf(int component) {
    return texts[component] ? TEXT_WORDS : 1;
  }

  /** Puts a text into three words; false where it is too long for them. */
  static boolean encode(String text, long[] words, int at) {
    int length = text.length();
    if (length > INLINE_BYTES) {
      return encodeLong(text, words, at);
    }
    long first = length;
    long bits = 0;
    int i = 0;
    for (int end = Math.min(length, 7); i < end; i++) {
      char c = text.charAt(i);
      bits |= c;
      first |= (long) c << (8 * (i + 1));
    }
    long second = 0;
    for (int end = Math.min(length, 15); i < end; i++) {
      char c = text.charAt(i);
      bits |= c;
      second |= (long) c << (8 * (i - 7));
    }
    long third = 0;
    for (; i < length; i++) {
      char c = text.charAt(i);
      bits |= c;
      third |= (long) c << (8 * (i - 15));
    }
    if (bits > 0x7F) {
      return encodeLong(text, words, at);
    }
    words[at] = first;
    words[at + 1] = second;
    words[at + 2] = third;
    return true;
  }

  private static boolean encodeLong(String text, long[] words, int at) {
    long one = text.length();
    long two = ~one;
    for (int i = 0; i < text.length(); i++) {
      one = (one ^ text.charAt(i)) * MULTIPLIER;
      one ^= one >>> 32;
      two = (two + text.charAt(i)) * 0xC2B2AE3D27D4EB4FL;
      two ^= two >>> 29;
    }
    words[at] = LONG_TEXT | (long) text.length() << 8;
    words[at + 1] = one;
    words[at + 2] = two;
    return false;
  }

  static boolean isLongText(long firstWord) {
    return (firstWord & 0xFF) == LONG_TEXT;
  }

  /** The text of three words that hold it. */
  static String decode(long[] words, int at) {
    int length = (int) (words[at] & 0xFF);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int place = i + 1;
      text.append((char) (words[at + (place >> 3)] >>> (8 * (place & 7)) & 0xFF));
    }
    return text.toString();
  }

  /** The hash of a key, all 64 bits well mixed; a global view has one key without words. */
  static long hash(long[] key, int at, int words) {
    if (words == 1) {
      return hash(key[at]);
    }
    if (words == 0) {
      return mix(1);
    }
    long hash = key[at];
    for (int i = 1; i < words; i++) {
      hash = mix(hash) + key[at + i] * MULTIPLIER;
    }
    return mix(hash);
  }

  /** The hash of a key of one word: one multiplication, whose upper half is folded into both. */
  static long hash(long key) {
    long product = key * MULTIPLIER;
    return product ^ product >>> 32;
  }

  static long mix(long value) {
    long mixed = (value ^ value >>> 32) * 0xD6E8FEB86659FD93L;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    return mixed ^ mixed >>> 32;
  }
}

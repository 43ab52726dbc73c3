package dev.datamesh.core.catalog;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads what {@link WireWriter} wrote. Texts that repeat from product to product (domains, owners,
 * tags, columns) are shared through {@link Words}. For one thread at a time.
 */
final class WireReader {

  /** Texts seen before, so that each is kept once. For one thread at a time. */
  static final class Words {
    private static final int MOST = 1 << 16;
    private final Map<String, String> seen = new HashMap<>();

    String share(String text) {
      if (seen.size() >= MOST) {
        return text;
      }
      String known = seen.putIfAbsent(text, text);
      return known == null ? text : known;
    }
  }

  private static final FieldType.Primitive[] PRIMITIVES = FieldType.Primitive.values();

  private final byte[] bytes;
  private final Words words;
  private int at;

  WireReader(byte[] bytes, Words words) {
    this.bytes = bytes;
    this.words = words;
  }

  boolean atEnd() {
    return at == bytes.length;
  }

  int oneByte() {
    if (at >= bytes.length) {
      throw cut();
    }
    return bytes[at++] & 0xFF;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = oneByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw cut();
  }

  /** A number of things that follow, each at least one byte. */
  private int count() {
    long count = number();
    if (count < 0 || count > bytes.length - at) {
      throw cut();
    }
    return (int) count;
  }

  long fixed() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | oneByte();
    }
    return value;
  }

  Instant instant() {
    long micros = fixed();
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }

  String text() {
    int length = count();
    if (length == 0) {
      return "";
    }
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /** A text that other records are likely to hold too. */
  String shared() {
    return words.share(text());
  }

  byte[] raw() {
    int length = count();
    byte[] value = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return value;
  }

  <E extends Enum<E>> E word(E[] values) {
    int ordinal = oneByte();
    if (ordinal >= values.length) {
      throw cut();
    }
    return values[ordinal];
  }

  ProductId id() {
    return new ProductId(shared(), text());
  }

  List<String> texts() {
    return list(WireReader::shared);
  }

  <T> List<T> list(Function<WireReader, T> each) {
    int count = count();
    if (count == 0) {
      return List.of();
    }
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(each.apply(this));
    }
    return values;
  }

  Schema schema() {
    return new Schema(list(WireReader::field));
  }

  private Field field() {
    String name = shared();
    int flags = oneByte();
    String description = text();
    FieldType type = type();
    return new Field(name, type, (flags & 1) != 0, description, marks(flags));
  }

  private static Set<Field.Mark> marks(int flags) {
    if ((flags & 6) == 0) {
      return Set.of();
    }
    Set<Field.Mark> marks = EnumSet.noneOf(Field.Mark.class);
    if ((flags & 2) != 0) {
      marks.add(Field.Mark.PII);
    }
    if ((flags & 4) != 0) {
      marks.add(Field.Mark.MASKED);
    }
    return marks;
  }

  private FieldType type() {
    return switch (oneByte()) {
      case 0 -> word(PRIMITIVES);
      case 1 -> new FieldType.DecimalType(oneByte(), oneByte());
      case 2 -> new FieldType.EnumType(texts());
      case 3 -> {
        boolean nullable = oneByte() == 1;
        yield new FieldType.ListType(type(), nullable);
      }
      case 4 -> {
        boolean nullable = oneByte() == 1;
        yield new FieldType.MapType(type(), nullable);
      }
      case 5 -> new FieldType.StructType(schema());
      default -> throw cut();
    };
  }

  Map<String, Node> nodes() {
    Map<String, Node> nodes = new LinkedHashMap<>();
    int count = count();
    for (int i = 0; i < count; i++) {
      String key = shared();
      nodes.put(key, node());
    }
    return nodes;
  }

  Node node() {
    SourcePosition nowhere = SourcePosition.UNKNOWN;
    return switch (oneByte()) {
      case 0 -> {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        nodes().forEach((key, value) -> entries.put(key, new Node.Entry(nowhere, value)));
        yield new Node.Mapping(entries, nowhere);
      }
      case 1 -> new Node.Sequence(list(WireReader::node), nowhere);
      case 2 -> new Node.Text(text(), nowhere);
      case 3 -> new Node.Num(decimal(), nowhere);
      case 4 -> new Node.Bool(false, nowhere);
      case 5 -> new Node.Bool(true, nowhere);
      case 6 -> new Node.Null(nowhere);
      default -> throw cut();
    };
  }

  BigDecimal decimal() {
    BigInteger unscaled = new BigInteger(raw());
    return new BigDecimal(unscaled, (int) fixed());
  }

  private DamagedDataException cut() {
    return new DamagedDataException(
        "Cannot read a record of the catalog at byte %d of %d: it is not what was written"
            .formatted(at, bytes.length),
        "catalog",
        at);
  }
}

package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.Schema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Writes values into bytes: numbers as variable-length integers of seven bits a byte, texts as
 * UTF-8 behind their length, words of a list by their place in it. For one thread at a time.
 */
@SuppressWarnings("EnumOrdinal") // places are part of the format; a kept folder proves them
final class WireWriter {

  private byte[] bytes = new byte[512];
  private int size;

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  WireWriter oneByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  WireWriter number(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  WireWriter fixed(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  WireWriter instant(Instant at) {
    return fixed(at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000);
  }

  WireWriter text(String text) {
    int length = text.length();
    room(length + 10);
    int start = size;
    number(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size = start;
        return raw(text.getBytes(StandardCharsets.UTF_8));
      }
      bytes[size++] = (byte) c;
    }
    return this;
  }

  /** Bytes behind their length. */
  WireWriter raw(byte[] value) {
    number(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  WireWriter word(Enum<?> value) {
    return oneByte(value.ordinal());
  }

  WireWriter id(ProductId id) {
    return text(id.domain()).text(id.name());
  }

  WireWriter texts(Collection<String> texts) {
    return list(texts, WireWriter::text);
  }

  <T> WireWriter list(Collection<T> values, BiConsumer<WireWriter, T> each) {
    number(values.size());
    for (T value : values) {
      each.accept(this, value);
    }
    return this;
  }

  WireWriter schema(Schema schema) {
    return list(schema.fields(), WireWriter::field);
  }

  private void field(Field field) {
    int flags = (field.nullable() ? 1 : 0) | (field.isPii() ? 2 : 0) | (field.isMasked() ? 4 : 0);
    text(field.name()).oneByte(flags).text(field.description());
    type(field.type());
  }

  private void type(FieldType type) {
    if (type instanceof FieldType.Primitive primitive) {
      oneByte(0).oneByte(primitive.ordinal());
    } else if (type instanceof FieldType.DecimalType decimal) {
      oneByte(1).oneByte(decimal.precision()).oneByte(decimal.scale());
    } else if (type instanceof FieldType.EnumType symbols) {
      oneByte(2).texts(symbols.symbols());
    } else if (type instanceof FieldType.ListType list) {
      oneByte(3).oneByte(list.nullableElements() ? 1 : 0).type(list.element());
    } else if (type instanceof FieldType.MapType map) {
      oneByte(4).oneByte(map.nullableValues() ? 1 : 0).type(map.value());
    } else if (type instanceof FieldType.StructType struct) {
      oneByte(5).schema(struct.schema());
    }
  }

  WireWriter nodes(Map<String, Node> nodes) {
    return list(nodes.entrySet(), (out, entry) -> out.text(entry.getKey()).node(entry.getValue()));
  }

  void node(Node node) {
    if (node instanceof Node.Mapping mapping) {
      oneByte(0)
          .list(
              mapping.entries().entrySet(),
              (out, entry) -> out.text(entry.getKey()).node(entry.getValue().value()));
    } else if (node instanceof Node.Sequence sequence) {
      oneByte(1).list(sequence.items(), WireWriter::node);
    } else if (node instanceof Node.Text text) {
      oneByte(2).text(text.value());
    } else if (node instanceof Node.Num num) {
      oneByte(3).decimal(num.value());
    } else if (node instanceof Node.Bool bool) {
      oneByte(bool.value() ? 5 : 4);
    } else {
      oneByte(6);
    }
  }

  WireWriter decimal(BigDecimal value) {
    return raw(value.unscaledValue().toByteArray()).fixed(value.scale());
  }

  WireWriter bytesOf(List<byte[]> parts) {
    return list(parts, WireWriter::raw);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}

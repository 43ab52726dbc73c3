package dev.datamesh.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Makes data of a schema and asks the Avro library whether another schema decodes them. */
final class Data {

  private static final int DEEPEST = 6;
  private static final int MOST = 400;

  private Data() {}

  /** A datum of the writer that the library cannot decode for the reader, as JSON. */
  static Optional<String> unreadable(Schema reader, Schema writer) {
    for (Object datum : of(writer)) {
      if (!decodes(datum, writer, reader)) {
        return Optional.of(GenericData.get().toString(datum));
      }
    }
    return Optional.empty();
  }

  /**
   * Data that meet every branch, symbol and field of a schema once: a plain one first, then those
   * that differ from it in one place. Empty where a datum would have no end.
   */
  static List<Object> of(Schema schema) {
    return variants(schema, 0).stream().map(Holder::value).toList();
  }

  /** Lists may not hold null, and null is a datum. */
  private record Holder(@Nullable Object value) {}

  static boolean decodes(@Nullable Object datum, Schema writer, Schema reader) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<>(writer).write(datum, encoder);
      encoder.flush();
      new GenericDatumReader<>(writer, reader)
          .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
      return true;
    } catch (IOException | AvroRuntimeException | ClassCastException e) {
      return false;
    }
  }

  private static List<Holder> variants(Schema schema, int depth) {
    if (depth > DEEPEST) {
      return List.of();
    }
    return switch (schema.getType()) {
      case NULL -> one(null);
      case BOOLEAN -> one(true);
      case INT -> one(7);
      case LONG -> one(9_000_000_000L);
      case FLOAT -> one(1.5f);
      case DOUBLE -> one(1.0e300);
      case STRING -> one("text");
      case BYTES -> one(ByteBuffer.wrap("bytes".getBytes(StandardCharsets.US_ASCII)));
      case FIXED -> one(new GenericData.Fixed(schema, new byte[schema.getFixedSize()]));
      case ENUM ->
          schema.getEnumSymbols().stream()
              .map(symbol -> new Holder(new GenericData.EnumSymbol(schema, symbol)))
              .toList();
      case ARRAY -> arrays(schema, depth);
      case MAP -> maps(schema, depth);
      case UNION -> unions(schema, depth);
      case RECORD -> records(schema, depth);
    };
  }

  private static List<Holder> one(@Nullable Object value) {
    return List.of(new Holder(value));
  }

  private static List<Holder> arrays(Schema schema, int depth) {
    List<Holder> all = new ArrayList<>();
    for (Holder item : variants(schema.getElementType(), depth + 1)) {
      GenericData.Array<@Nullable Object> array = new GenericData.Array<>(1, schema);
      array.add(item.value());
      all.add(new Holder(array));
    }
    all.add(new Holder(new GenericData.Array<>(0, schema)));
    return all;
  }

  private static List<Holder> maps(Schema schema, int depth) {
    List<Holder> all = new ArrayList<>();
    for (Holder value : variants(schema.getValueType(), depth + 1)) {
      Map<String, @Nullable Object> map = new HashMap<>();
      map.put("key", value.value());
      all.add(new Holder(map));
    }
    all.add(new Holder(new HashMap<>()));
    return all;
  }

  private static List<Holder> unions(Schema schema, int depth) {
    List<Holder> all = new ArrayList<>();
    schema.getTypes().forEach(branch -> all.addAll(variants(branch, depth + 1)));
    return all;
  }

  private static List<Holder> records(Schema schema, int depth) {
    List<List<Holder>> byField = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      List<Holder> values = variants(field.schema(), depth + 1);
      if (values.isEmpty()) {
        return List.of();
      }
      byField.add(values);
    }
    List<Holder> all = new ArrayList<>();
    all.add(new Holder(record(schema, byField, -1, 0)));
    for (int field = 0; field < byField.size() && all.size() < MOST; field++) {
      for (int i = 1; i < byField.get(field).size() && all.size() < MOST; i++) {
        all.add(new Holder(record(schema, byField, field, i)));
      }
    }
    return all;
  }

  private static GenericData.Record record(
      Schema schema, List<List<Holder>> byField, int field, int variant) {
    GenericData.Record record = new GenericData.Record(schema);
    for (int i = 0; i < byField.size(); i++) {
      record.put(i, byField.get(i).get(i == field ? variant : 0).value());
    }
    return record;
  }
}

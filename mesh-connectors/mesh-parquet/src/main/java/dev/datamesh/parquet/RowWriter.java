package dev.datamesh.parquet;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Gives a frame's rows to Parquet, one after another. For one thread at a time. */
final class RowWriter extends WriteSupport<Long> {

  private final Schema schema;
  private Frame frame;
  private @Nullable RecordConsumer out;

  RowWriter(Schema schema) {
    this.schema = schema;
    this.frame = Frame.empty(schema);
  }

  /** Rows are asked of this frame from here on. */
  void read(Frame next) {
    frame = next;
  }

  @Override
  @SuppressWarnings("deprecation") // Abstract; the other one is called.
  public WriteContext init(Configuration configuration) {
    return context();
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return context();
  }

  private WriteContext context() {
    return new WriteContext(
        ParquetTypes.message(schema), Map.of(ParquetTypes.SCHEMA_KEY, schema.toString()));
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    out = consumer;
  }

  @Override
  public void write(Long row) {
    RecordConsumer to = java.util.Objects.requireNonNull(out);
    to.startMessage();
    for (int place = 0; place < schema.fields().size(); place++) {
      Column column = frame.columns().get(place);
      if (!column.isNull(row)) {
        String name = column.name();
        to.startField(name, place);
        value(to, column, row);
        to.endField(name, place);
      }
    }
    to.endMessage();
  }

  private static void value(RecordConsumer to, Column column, long row) {
    FieldType type = column.type();
    if (type instanceof Primitive primitive) {
      switch (primitive) {
        case BOOLEAN -> to.addBoolean(column.getLong(row) != 0);
        case INT32, DATE -> to.addInteger((int) column.getLong(row));
        case INT64, TIME, TIMESTAMP, TIMESTAMP_TZ -> to.addLong(column.getLong(row));
        case FLOAT32 -> to.addFloat((float) column.getDouble(row));
        case FLOAT64 -> to.addDouble(column.getDouble(row));
        default -> object(to, type, java.util.Objects.requireNonNull(column.get(row)));
      }
    } else {
      object(to, type, java.util.Objects.requireNonNull(column.get(row)));
    }
  }

  private static void object(RecordConsumer to, FieldType type, Object value) {
    if (value instanceof String text) {
      to.addBinary(Binary.fromString(text));
    } else if (value instanceof byte[] bytes) {
      to.addBinary(Binary.fromConstantByteArray(bytes));
    } else if (value instanceof Boolean truth) {
      to.addBoolean(truth);
    } else if (value instanceof Integer number) {
      to.addInteger(number);
    } else if (value instanceof Long number) {
      to.addLong(number);
    } else if (value instanceof Float number) {
      to.addFloat(number);
    } else if (value instanceof Double number) {
      to.addDouble(number);
    } else if (value instanceof BigDecimal number) {
      decimal(to, (FieldType.DecimalType) type, number);
    } else if (value instanceof LocalDate date) {
      to.addInteger((int) date.toEpochDay());
    } else if (value instanceof LocalTime time) {
      to.addLong(time.toNanoOfDay() / 1000);
    } else if (value instanceof LocalDateTime local) {
      to.addLong(micros(local.toInstant(ZoneOffset.UTC)));
    } else if (value instanceof Instant instant) {
      to.addLong(micros(instant));
    } else {
      nested(to, type, value);
    }
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  private static void decimal(RecordConsumer to, FieldType.DecimalType type, BigDecimal number) {
    if (type.precision() <= 9) {
      to.addInteger(number.unscaledValue().intValueExact());
    } else if (type.precision() <= 18) {
      to.addLong(number.unscaledValue().longValueExact());
    } else {
      byte[] unscaled = number.unscaledValue().toByteArray();
      byte[] fixed = new byte[16];
      Arrays.fill(fixed, 0, 16 - unscaled.length, (byte) (number.signum() < 0 ? -1 : 0));
      System.arraycopy(unscaled, 0, fixed, 16 - unscaled.length, unscaled.length);
      to.addBinary(Binary.fromConstantByteArray(fixed));
    }
  }

  private static void nested(RecordConsumer to, FieldType type, Object value) {
    to.startGroup();
    if (type instanceof FieldType.ListType list) {
      list(to, list, (List<?>) value);
    } else if (type instanceof FieldType.MapType map) {
      map(to, map, (Map<?, ?>) value);
    } else {
      int place = 0;
      for (Field field : ((FieldType.StructType) type).schema().fields()) {
        optional(to, field.name(), place++, field.type(), ((Map<?, ?>) value).get(field.name()));
      }
    }
    to.endGroup();
  }

  private static void list(RecordConsumer to, FieldType.ListType type, List<?> items) {
    if (items.isEmpty()) {
      return;
    }
    to.startField("list", 0);
    for (Object item : items) {
      to.startGroup();
      optional(to, "element", 0, type.element(), item);
      to.endGroup();
    }
    to.endField("list", 0);
  }

  private static void map(RecordConsumer to, FieldType.MapType type, Map<?, ?> entries) {
    if (entries.isEmpty()) {
      return;
    }
    to.startField("key_value", 0);
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      to.startGroup();
      optional(to, "key", 0, Primitive.STRING, entry.getKey());
      optional(to, "value", 1, type.value(), entry.getValue());
      to.endGroup();
    }
    to.endField("key_value", 0);
  }

  private static void optional(
      RecordConsumer to, String name, int place, FieldType type, @Nullable Object value) {
    if (value != null) {
      to.startField(name, place);
      object(to, type, value);
      to.endField(name, place);
    }
  }

  /** A writer of rows by number. */
  static final class Builder extends ParquetWriter.Builder<Long, Builder> {

    private final RowWriter rows;

    Builder(OutputFile file, RowWriter rows) {
      super(file);
      this.rows = rows;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract; the other one is called.
    protected WriteSupport<Long> getWriteSupport(Configuration configuration) {
      return rows;
    }

    @Override
    protected WriteSupport<Long> getWriteSupport(ParquetConfiguration configuration) {
      return rows;
    }
  }
}

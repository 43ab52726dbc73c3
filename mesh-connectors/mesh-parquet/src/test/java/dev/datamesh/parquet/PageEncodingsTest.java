package dev.datamesh.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.testkit.SeededRuns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers taken in bulk are what the library wrote, whatever the encoding. */
class PageEncodingsTest {

  @TempDir Path folder;

  private static final MessageType TYPE =
      MessageTypeParser.parseMessageType(
          """
          message m {
            optional int32 i; optional int64 l; optional float f; optional double d;
            required int32 ri; required int64 rl; required float rf; required double rd;
            optional int32 date (DATE); optional int64 nanos (TIMESTAMP(NANOS,true));
            optional int64 millis (TIMESTAMP(MILLIS,true)); optional int32 p (DECIMAL(7,2));
            optional int32 u (INTEGER(32,false)); optional int64 gone;
          }
          """);

  @Test
  void everyEncodingOfTheLibraryReadsEqual() {
    SeededRuns.of("mesh.parquet.encodings", 24).each(this::one);
  }

  private void one(long seed, Random random) throws IOException {
    Path file = folder.resolve("f" + seed + ".parquet");
    List<Group> rows = rows(random);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new PageCodecs())
            .withType(TYPE)
            .withCompressionCodec(
                random.nextBoolean()
                    ? CompressionCodecName.ZSTD
                    : CompressionCodecName.UNCOMPRESSED)
            .withWriterVersion(
                random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
            .withDictionaryEncoding(random.nextBoolean())
            .withByteStreamSplitEncoding(random.nextInt(3) == 0)
            .withPageSize(200 + random.nextInt(5_000))
            .withDictionaryPageSize(100 + random.nextInt(5_000))
            .withRowGroupSize(5_000L + random.nextInt(100_000))
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
    Frame read = ParquetFiles.at(file).read();
    assertThat(read.rows()).isEqualTo(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      for (int field = 0; field < TYPE.getFieldCount(); field++) {
        String name = TYPE.getFieldName(field);
        Group group = rows.get(row);
        boolean there = group.getFieldRepetitionCount(field) > 0;
        assertThat(read.column(name).isNull(row)).isEqualTo(!there);
        if (there) {
          check(read, row, name, group);
        }
      }
    }
  }

  private static void check(Frame read, int row, String name, Group group) {
    switch (name) {
      case "f", "rf" -> assertThat(read.get(row, name)).isEqualTo(group.getFloat(name, 0));
      case "d", "rd" -> assertThat(read.get(row, name)).isEqualTo(group.getDouble(name, 0));
      case "nanos" ->
          assertThat(read.column(name).getLong(row))
              .isEqualTo(-Math.floorDiv(-group.getLong(name, 0), 1000L));
      case "millis" ->
          assertThat(read.column(name).getLong(row)).isEqualTo(group.getLong(name, 0) * 1000);
      case "u" ->
          assertThat(read.get(row, name))
              .isEqualTo(Integer.toUnsignedLong(group.getInteger(name, 0)));
      case "i", "ri", "date", "p" ->
          assertThat(read.column(name).getLong(row)).isEqualTo(group.getInteger(name, 0));
      default -> assertThat(read.column(name).getLong(row)).isEqualTo(group.getLong(name, 0));
    }
  }

  private static List<Group> rows(Random random) {
    int count = random.nextInt(6_000);
    int nulls = 1 + random.nextInt(20);
    int distinct = 1 + random.nextInt(random.nextBoolean() ? 5 : 100_000);
    List<Group> rows = new ArrayList<>();
    boolean wide = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      Group row = new SimpleGroup(TYPE);
      for (int field = 0; field < TYPE.getFieldCount(); field++) {
        String name = TYPE.getFieldName(field);
        boolean required = name.startsWith("r");
        // Stretches of nulls and of values, so that runs of both kinds occur.
        boolean isNull =
            name.equals("gone") || (!required && (nulls == 1 || i / 50 % nulls == 0) && i % 3 < 2);
        if (isNull) {
          continue;
        }
        long value = random.nextInt(distinct);
        long far = wide ? random.nextLong() : value;
        switch (name) {
          case "f", "rf" -> row.add(name, value / 4f);
          case "d", "rd" -> row.add(name, value / 8.0);
          case "i", "ri", "u" -> row.add(name, (int) far);
          case "date", "p" -> row.add(name, (int) value);
          case "nanos", "millis" -> row.add(name, value * (random.nextBoolean() ? 1 : -1));
          default -> row.add(name, far);
        }
      }
      rows.add(row);
    }
    return rows;
  }

  @Test
  void runsAreReadAsTheLibraryPacksThemInPartsOfAnyLength() {
    SeededRuns.of("mesh.parquet.runs", 300)
        .each(
            (seed, random) -> {
              int width = random.nextInt(33);
              int mask = width == 32 ? -1 : (1 << width) - 1;
              int[] values = new int[random.nextInt(3_000)];
              int same = random.nextInt() & mask;
              for (int i = 0; i < values.length; i++) {
                same = random.nextInt(10) < 3 ? random.nextInt() & mask : same;
                values[i] = i / 200 % 2 == 0 ? same : random.nextInt() & mask;
              }
              RunLengthBitPackingHybridEncoder encoder =
                  new RunLengthBitPackingHybridEncoder(
                      width, 64, 1 << 20, new HeapByteBufferAllocator());
              for (int value : values) {
                encoder.writeInt(value);
              }
              ByteArrayOutputStream bytes = new ByteArrayOutputStream();
              encoder.toBytes().writeAllTo(bytes);
              HybridRuns runs = new HybridRuns(ByteBuffer.wrap(bytes.toByteArray()), width);
              int[] part = new int[500];
              for (int at = 0; at < values.length; ) {
                int count = Math.min(1 + random.nextInt(part.length), values.length - at);
                runs.read(part, count);
                for (int i = 0; i < count; i++) {
                  assertThat(part[i]).as("%d of width %d", at + i, width).isEqualTo(values[at + i]);
                }
                at += count;
              }
            });
  }

  @Test
  void bytesThatAreNoRunsAreRefused() {
    assertThatThrownBy(() -> new HybridRuns(ByteBuffer.allocate(0), 1).read(new int[1], 1))
        .isInstanceOf(BufferUnderflowException.class);
    assertThatThrownBy(() -> new HybridRuns(ByteBuffer.allocate(8), 1).read(new int[1], 1))
        .isInstanceOf(IllegalStateException.class);
    byte[] ones = new byte[16];
    java.util.Arrays.fill(ones, (byte) 0xff);
    assertThatThrownBy(() -> new HybridRuns(ByteBuffer.wrap(ones), 1).read(new int[1], 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new HybridRuns(ByteBuffer.wrap(ones), 99))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

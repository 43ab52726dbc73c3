package dev.datamesh.parquet;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** One open file, read row group by row group. For one thread at a time. */
final class PartFile implements AutoCloseable {

  /** Decodes the next rows of a column. */
  private interface Decoder {
    Column next(int rows) throws IOException;
  }

  private final Path path;
  private final ParquetFileReader reader;
  private final MessageType message;
  private final Schema schema;
  private final int rowsPerBlock;
  private final ColumnDecoder.Scratch scratch;
  private List<Field> wanted = List.of();
  private List<Decoder> decoders = List.of();
  private long left;

  private PartFile(Path path, ParquetFileReader reader, int rowsPerBlock) {
    this.path = path;
    this.reader = reader;
    this.rowsPerBlock = rowsPerBlock;
    this.scratch = new ColumnDecoder.Scratch(rowsPerBlock);
    this.message = reader.getFileMetaData().getSchema();
    this.schema =
        ParquetTypes.schema(
            message, reader.getFileMetaData().getKeyValueMetaData(), path.toString());
  }

  static PartFile open(Path path, FilterCompat.Filter filter, int rowsPerBlock) {
    if (!Files.isRegularFile(path)) {
      throw new StorageException(
          "Cannot read %s: there is no such file".formatted(path), path.toString());
    }
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new PageCodecs())
            .usePageChecksumVerification(true)
            .useStatsFilter(true)
            .useColumnIndexFilter(false)
            .useRecordFilter(false)
            .withRecordFilter(filter)
            .build();
    try {
      ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(path), options);
      try {
        return new PartFile(path, reader, rowsPerBlock);
      } catch (RuntimeException e) {
        reader.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      throw damaged(path, e);
    }
  }

  /** Whatever the library throws at bytes that it cannot read; our own errors stay. */
  private static MeshException damaged(Path path, Exception e) {
    if (e instanceof MeshException own) {
      return own;
    }
    return new DamagedDataException(
        "Cannot read %s, it is not a whole Parquet file: %s"
            .formatted(
                path,
                String.valueOf(e.getMessage())
                    .replaceFirst("^org\\.apache\\.parquet\\.io\\.LocalInputFile@\\w+ ", "it ")),
        path.toString(),
        0,
        e);
  }

  Schema schema() {
    return schema;
  }

  /** The unit of a column of timestamps; null where it is none of 64 bits. */
  @Nullable TimeUnit unit(String column) {
    return message.containsField(column)
            && message.getType(column).getLogicalTypeAnnotation()
                instanceof TimestampLogicalTypeAnnotation timestamp
        ? timestamp.getUnit()
        : null;
  }

  /** Says which columns are read; they are there with these types. */
  void select(List<Field> columns) {
    wanted = columns;
    List<Type> types = new ArrayList<>();
    for (Field column : columns) {
      Field own =
          schema
              .find(column.name())
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "Cannot read column \"%s\" of %s: it has %s"
                              .formatted(column.name(), path, schema.names())));
      if (!own.type().equals(column.type())) {
        throw new InvalidInputException(
            "Cannot read column \"%s\" of %s, it is %s there: expected %s"
                .formatted(column.name(), path, own.type(), column.type()));
      }
      types.add(message.getType(column.name()));
    }
    reader.setRequestedSchema(new MessageType(message.getName(), types));
  }

  /** The next rows; null at the end. */
  @Nullable Frame next(List<Column> constants) {
    try {
      while (left == 0) {
        PageReadStore pages = reader.readNextFilteredRowGroup();
        if (pages == null) {
          return null;
        }
        left = pages.getRowCount();
        decoders = decoders(pages);
      }
      int rows = (int) Math.min(left, rowsPerBlock);
      List<Column> columns = new ArrayList<>();
      for (Decoder decoder : decoders) {
        columns.add(decoder.next(rows));
      }
      for (Column constant : constants) {
        columns.add(constant.take(new int[rows], rows));
      }
      left -= rows;
      return Frame.of(columns);
    } catch (IOException | RuntimeException e) {
      throw damaged(path, e);
    }
  }

  private List<Decoder> decoders(PageReadStore pages) throws IOException {
    String by = reader.getFileMetaData().getCreatedBy();
    List<Decoder> made = new ArrayList<>();
    for (Field field : wanted) {
      Type type = message.getType(field.name());
      MessageType alone = new MessageType(message.getName(), type);
      if (type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED)) {
        ColumnDescriptor column = alone.getColumns().get(0);
        ColumnDecoder decoder;
        if (PageNumbers.reads(column)) {
          PageNumbers numbers = new PageNumbers(pages.getPageReader(column), column);
          decoder = ColumnDecoder.of(numbers, field, column, scratch);
        } else {
          ColumnReadStoreImpl store = new ColumnReadStoreImpl(pages, new NoConverter(), alone, by);
          decoder = ColumnDecoder.of(store.getColumnReader(column), field, column, scratch);
        }
        made.add(decoder::next);
      } else {
        NestedDecoder decoder =
            new NestedDecoder(
                new ColumnIOFactory()
                    .getColumnIO(alone)
                    .getRecordReader(pages, new GroupRecordConverter(alone)),
                field,
                type);
        made.add(decoder::next);
      }
    }
    return made;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new StorageException("Cannot close %s: %s".formatted(path, e), path.toString(), e);
    }
  }
}

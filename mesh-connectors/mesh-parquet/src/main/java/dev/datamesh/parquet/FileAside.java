package dev.datamesh.parquet;

import dev.datamesh.core.StorageException;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.schema.Schema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written under another name and takes its own when it is whole and forced. Closed
 * before, it leaves nothing. For one thread at a time.
 */
final class FileAside implements AutoCloseable {

  private final Path path;
  private final Path aside;
  private final RowWriter rows;
  private @Nullable ParquetWriter<Long> writer;
  private boolean named;

  FileAside(Path path, Schema schema) {
    this.path = path;
    this.aside = path.resolveSibling("." + path.getFileName() + ".tmp");
    this.rows = new RowWriter(schema);
    if (Files.exists(path)) {
      throw new StorageException(
          "Cannot write %s, it is there already; delete it or choose another name".formatted(path),
          path.toString());
    }
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      writer =
          new RowWriter.Builder(new LocalOutputFile(aside), rows)
              .withConf(new PlainParquetConfiguration())
              .withCodecFactory(new PageCodecs())
              .withCompressionCodec(CompressionCodecName.ZSTD)
              .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
              .withPageWriteChecksumEnabled(true)
              .build();
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
  }

  private StorageException failed(Exception e) {
    return new StorageException(
        "Cannot write %s: %s; nothing was written".formatted(path, e.getMessage()),
        path.toString(),
        e);
  }

  void add(Frame frame) {
    rows.read(frame);
    try {
      ParquetWriter<Long> to = java.util.Objects.requireNonNull(writer);
      for (long row = 0; row < frame.rows(); row++) {
        to.write(row);
      }
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
  }

  void finish() {
    finishAside();
    takeName();
  }

  /** Ends and forces the file under its other name. */
  void finishAside() {
    try {
      ParquetWriter<Long> to = java.util.Objects.requireNonNull(writer);
      writer = null;
      to.close();
      try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
  }

  void takeName() {
    try {
      Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
      named = true;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    if (named) {
      return;
    }
    named = true;
    try {
      ParquetWriter<Long> to = writer;
      writer = null;
      if (to != null) {
        to.close();
      }
    } catch (IOException | RuntimeException e) {
      // What is left is deleted all the same.
      named = true;
    } finally {
      delete();
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(aside);
    } catch (IOException e) {
      throw failed(e);
    }
  }
}

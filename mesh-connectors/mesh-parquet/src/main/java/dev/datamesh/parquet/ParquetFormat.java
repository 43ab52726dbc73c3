package dev.datamesh.parquet;

import dev.datamesh.core.spi.FrameFormat;
import dev.datamesh.core.spi.FrameSink;
import dev.datamesh.core.spi.FrameSource;
import java.nio.file.Path;

/**
 * Parquet by its name, for definitions that say {@code parquet: orders/} and for whoever writes
 * frames without knowing the library. Immutable.
 */
public final class ParquetFormat implements FrameFormat {

  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public FrameSource source(Path path) {
    return ParquetFiles.at(path);
  }

  @Override
  public FrameSink sink(Path file) {
    return ParquetFiles.at(file);
  }
}

package dev.datamesh.parquet;

import dev.datamesh.testkit.frames.FrameStorageContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ParquetStorageTest extends FrameStorageContract {

  @TempDir Path folder;
  private int places;

  @Override
  protected Place emptyPlace() {
    ParquetFiles file = ParquetFiles.at(folder.resolve("part-" + places++ + ".parquet"));
    return new Place(file, file);
  }
}

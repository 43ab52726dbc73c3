package dev.datamesh.core.spi;

import java.nio.file.Path;

/**
 * A way of keeping frames in files, by name. Connectors announce theirs to {@link
 * java.util.ServiceLoader}, so that a definition in a file can say {@code parquet: orders/}; a host
 * may also hand one over. {@code FrameStorageContract} of mesh-testkit is the kit for what it
 * opens. Safe for use by many threads.
 */
public interface FrameFormat {

  /** The name in definitions and manifests, such as {@code parquet}. */
  String name();

  /** The rows of a file or of a folder of files; it is looked for when they are asked for. */
  FrameSource source(Path path);

  /** A file that is to be written. */
  FrameSink sink(Path file);
}

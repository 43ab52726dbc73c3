package dev.datamesh.featurestore.online;

import dev.datamesh.core.frame.Frame;
import java.io.IOException;

/** How values of no fixed width are written into a snapshot. Immutable. */
public interface ColumnCodec {

  /** A frame as bytes. */
  byte[] toBytes(Frame frame) throws IOException;

  /** The frame of bytes. */
  Frame toFrame(byte[] bytes) throws IOException;
}

package dev.datamesh.core;

import org.jspecify.annotations.Nullable;

/** Stored bytes that are not what was written; nothing of them is served. */
public final class DamagedDataException extends MeshException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  public DamagedDataException(String message, String file, long offset) {
    this(message, file, offset, null);
  }

  public DamagedDataException(String message, String file, long offset, @Nullable Throwable cause) {
    super(message, cause);
    this.file = file;
    this.offset = offset;
  }

  /** The damaged file. */
  public String file() {
    return file;
  }

  /** Where the damage starts, in bytes from the start of the file. */
  public long offset() {
    return offset;
  }
}

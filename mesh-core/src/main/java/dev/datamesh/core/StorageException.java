package dev.datamesh.core;

import org.jspecify.annotations.Nullable;

/** Input or output failed: a missing file, a full disk, a lock held by another process. */
public final class StorageException extends MeshException {

  private static final long serialVersionUID = 1L;

  private final String file;

  public StorageException(String message, String file) {
    this(message, file, null);
  }

  public StorageException(String message, String file, @Nullable Throwable cause) {
    super(message, cause);
    this.file = file;
  }

  /** The file or folder concerned. */
  public String file() {
    return file;
  }
}

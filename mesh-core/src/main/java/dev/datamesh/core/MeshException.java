package dev.datamesh.core;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything the SDK throws: limits, input and output, damage and misuse. Answers such
 * as conflicts or verdicts are values instead.
 *
 * <p>Messages read {@code Cannot <verb> <what>, <why>: <values>; <way out>}.
 */
public abstract sealed class MeshException extends RuntimeException
    permits AccessDeniedException,
        CancelledException,
        ClosedException,
        DamagedDataException,
        InvalidInputException,
        LimitExceededException,
        NotFoundException,
        OutcomeUnknownException,
        StorageException {

  private static final long serialVersionUID = 1L;

  MeshException(String message) {
    super(message);
  }

  MeshException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

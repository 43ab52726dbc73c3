package dev.datamesh.core.journal;

/** What a commit survives once it is answered as durable. */
public enum Durability {
  /** A crash of the machine: the bytes were forced to the disk. */
  FSYNC,
  /** A crash of the process: the operating system has the bytes. */
  OS_BUFFER,
  /** Nothing: the bytes are in this process. */
  MEMORY
}

package dev.datamesh.core.journal;

import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;

/** Sizes of a journal's files, in bytes. */
record LogSizes(long logBytes, long reservedBytes) {

  static LogSizes of(LogFolder folder, LogEnd end) throws IOException {
    long log = 0;
    long reserved = 0;
    for (long piece : end.manifest().pieces()) {
      long size = sizeOf(folder, folder.piece(piece).getFileName().toString());
      reserved += size;
      log += piece == end.mark().piece() ? end.mark().offset() : size;
    }
    for (long snapshot : end.manifest().snapshots()) {
      reserved += sizeOf(folder, folder.snapshot(snapshot).getFileName().toString());
    }
    return new LogSizes(log, reserved);
  }

  private static long sizeOf(LogFolder folder, String name) throws IOException {
    try (DiskFile file = folder.disk().openForReading(folder.path().resolve(name))) {
      return file.size();
    }
  }
}

package dev.datamesh.lineage;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.StorageException;
import dev.datamesh.lineage.model.LineageEntry;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Entries too many for one record of the journal, in a file beside it. The file is forced before
 * the record that names it is written; one that no record names is deleted at opening.
 */
final class LoadFiles {

  /** Batches from this size on go into a file. */
  static final int LEAST = 100_000;

  private static final int CHUNK = 20_000;
  private static final String PREFIX = "load-";

  private final Path folder;

  LoadFiles(Path folder) {
    this.folder = folder;
  }

  /** Writes entries, and more of them as they come; where these throw, there is no file. */
  Command.Load write(List<LineageEntry> first, Iterator<LineageEntry> more, long head) {
    Path file = unusedName(head);
    boolean written = false;
    try {
      Files.createDirectories(folder);
      CRC32C checksum = new CRC32C();
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        DataOutputStream out =
            new DataOutputStream(
                new CheckedOutputStream(Channels.newOutputStream(channel), checksum));
        writeChunks(first.iterator(), out);
        writeChunks(more, out);
        channel.force(true);
      }
      written = true;
      return new Command.Load(file.getFileName().toString(), Files.size(file), checksum.getValue());
    } catch (IOException e) {
      throw new StorageException("Cannot write " + file + ": " + e, file.toString(), e);
    } finally {
      if (!written) {
        deleteQuietly(file);
      }
    }
  }

  private static void writeChunks(Iterator<LineageEntry> entries, DataOutputStream out)
      throws IOException {
    List<LineageEntry> chunk = new ArrayList<>(CHUNK);
    while (entries.hasNext()) {
      chunk.add(entries.next());
      if (chunk.size() == CHUNK || !entries.hasNext()) {
        byte[] bytes = CommandBytes.write(new Command.Add(chunk));
        out.writeInt(bytes.length);
        out.write(bytes);
        chunk.clear();
      }
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // No record names it, so that the next opening deletes it.
    }
  }

  /** The entries of a file that was checked whole. */
  Iterator<LineageEntry> read(Command.Load load) {
    Path file = folder.resolve(load.file());
    check(file, load);
    try {
      DataInputStream in =
          new DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(file), 1 << 16));
      return new Entries(in);
    } catch (IOException e) {
      throw new StorageException("Cannot read " + file + ": " + e, file.toString(), e);
    }
  }

  /** Deletes the files begun after a revision that no record after it names. */
  void deleteUnnamed(Collection<String> named, long after) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!named.contains(name) && headOf(name) >= after) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new StorageException("Cannot clear " + folder + ": " + e, folder.toString(), e);
    }
  }

  /** {@code load-REVISION-NUMBER}, by the revision of the journal before the file was begun. */
  private Path unusedName(long head) {
    for (int number = 0; ; number++) {
      Path file = folder.resolve(PREFIX + head + "-" + number);
      if (!Files.exists(file)) {
        return file;
      }
    }
  }

  private static long headOf(String name) {
    String[] parts = name.split("-", -1);
    try {
      return parts.length == 3 ? Long.parseLong(parts[1]) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static void check(Path file, Command.Load load) {
    try (CheckedInputStream in = new CheckedInputStream(Files.newInputStream(file), new CRC32C())) {
      byte[] buffer = new byte[1 << 16];
      long length = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        length += read;
      }
      if (length != load.length() || in.getChecksum().getValue() != load.checksum()) {
        throw new DamagedDataException(
            "Cannot read %s, its bytes are not those that were written".formatted(file),
            file.toString(),
            0);
      }
    } catch (IOException e) {
      throw new StorageException("Cannot read " + file + ": " + e, file.toString(), e);
    }
  }

  private static final class Entries implements Iterator<LineageEntry> {

    private final DataInputStream in;
    private Iterator<LineageEntry> chunk = List.<LineageEntry>of().iterator();
    private boolean ended;

    Entries(DataInputStream in) {
      this.in = in;
    }

    @Override
    public boolean hasNext() {
      while (!chunk.hasNext() && !ended) {
        try {
          byte[] bytes = new byte[in.readInt()];
          in.readFully(bytes);
          chunk = ((Command.Add) CommandBytes.read(bytes)).entries().iterator();
        } catch (EOFException e) {
          ended = true;
          close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return chunk.hasNext();
    }

    @Override
    public LineageEntry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return chunk.next();
    }

    private void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

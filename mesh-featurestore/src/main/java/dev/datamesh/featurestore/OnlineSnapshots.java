package dev.datamesh.featurestore;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.spi.OnlineStore;
import dev.datamesh.core.spi.OnlineStore.Table;
import dev.datamesh.featurestore.online.ColumnCodec;
import dev.datamesh.featurestore.online.HashedRowSlots;
import dev.datamesh.featurestore.online.SlotSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is served, in files, so that opening need not make it anew. A file says up to which record
 * of the intake's journal it goes; what came later is done again. One that is damaged is as good as
 * none. Methods that write are called one at a time.
 */
final class OnlineSnapshots {

  private static final String ENDING = ".slots";
  private static final String UNFINISHED = ".slots-new";

  private static final ColumnCodec CODEC =
      new ColumnCodec() {
        @Override
        public byte[] toBytes(Frame frame) throws IOException {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          FrameBytes.write(frame, new DataOutputStream(bytes));
          return bytes.toByteArray();
        }

        @Override
        public Frame toFrame(byte[] bytes) throws IOException {
          return FrameBytes.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        }
      };

  /** Where files may be. */
  record Place(Disk disk, Path folder) {

    /** The files of a store; null where it keeps its rows otherwise. */
    @Nullable OnlineSnapshots of(OnlineStore store) {
      return store instanceof HashedRowSlots slots
          ? new OnlineSnapshots(disk, folder, slots)
          : null;
    }
  }

  private final Disk disk;
  private final Path folder;
  private final HashedRowSlots slots;
  private final SlotSnapshot files;
  private final Map<String, Long> marks = new ConcurrentHashMap<>();

  OnlineSnapshots(Disk disk, Path folder, HashedRowSlots slots) {
    this.disk = disk;
    this.folder = folder;
    this.slots = slots;
    this.files = new SlotSnapshot(disk, CODEC);
    try {
      disk.createFolders(folder);
      for (String name : disk.list(folder)) {
        if (name.endsWith(UNFINISHED)) {
          disk.delete(folder.resolve(name));
        } else if (name.endsWith(ENDING)) {
          note(name.substring(0, name.length() - ENDING.length()));
        }
      }
    } catch (IOException e) {
      throw failed("read", folder, e);
    }
  }

  private void note(String table) throws IOException {
    try {
      marks.put(table, files.upTo(file(table)));
    } catch (DamagedDataException e) {
      disk.delete(file(table));
    }
  }

  private Path file(String table) {
    return folder.resolve(table + ENDING);
  }

  /** Up to which record a table's file goes; 0 where there is none. */
  long upTo(String table) {
    return marks.getOrDefault(table, 0L);
  }

  /** The tables that have a file. */
  Set<String> tables() {
    return Set.copyOf(marks.keySet());
  }

  /**
   * Fills a new table from its file.
   *
   * @return up to which record; 0 where there is no file that is whole, the table is empty then
   */
  long load(Table table) {
    if (upTo(table.name()) == 0) {
      return 0;
    }
    try {
      return files.load(slots, table, file(table.name()));
    } catch (DamagedDataException | IllegalArgumentException e) {
      slots.drop(table.name());
      slots.create(table);
      delete(table.name());
      return 0;
    } catch (IOException e) {
      throw failed("read", file(table.name()), e);
    }
  }

  /** Writes a table's rows, in which everything up to a record is. */
  void write(String table, long upTo) {
    Path unfinished = folder.resolve(table + UNFINISHED);
    try {
      disk.delete(unfinished);
      files.write(slots, table, upTo, unfinished);
      disk.delete(file(table));
      disk.rename(unfinished, file(table));
      disk.forceFolder(folder);
      marks.put(table, upTo);
    } catch (IOException e) {
      throw failed("write", unfinished, e);
    }
  }

  /** Deletes a table's file for good. */
  void delete(String table) {
    marks.remove(table);
    try {
      if (disk.exists(file(table))) {
        disk.delete(file(table));
        disk.forceFolder(folder);
      }
    } catch (IOException e) {
      throw failed("delete", file(table), e);
    }
  }

  private static StorageException failed(String verb, Path path, IOException e) {
    return new StorageException(
        "Cannot %s %s: %s".formatted(verb, path, e.getMessage()), path.toString(), e);
  }
}

package dev.datamesh.benchmarks.journal;

import dev.datamesh.core.journal.Journal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteOptions;

/** The stores that are compared. */
final class Peers {

  private Peers() {}

  static DurableLog open(String name, Path folder) throws Exception {
    return switch (name) {
      case "journal" -> journal(folder);
      case "rocksdb" -> rocks(folder);
      case "sqlite" -> sqlite(folder);
      case "bare" -> new BareFile(folder.resolve("bare"));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static DurableLog journal(Path folder) {
    Journal journal = Journal.at(folder.resolve("journal"));
    return new DurableLog() {
      @Override
      public void put(byte[] record) {
        journal.append(List.of(record));
      }

      @Override
      public void close() {
        journal.close();
      }
    };
  }

  private static DurableLog rocks(Path folder) throws Exception {
    RocksDB.loadLibrary();
    Options options = new Options().setCreateIfMissing(true);
    RocksDB rocks = RocksDB.open(options, folder.resolve("rocksdb").toString());
    WriteOptions sync = new WriteOptions().setSync(true);
    AtomicLong key = new AtomicLong();
    return new DurableLog() {
      @Override
      public void put(byte[] record) throws Exception {
        rocks.put(sync, ByteBuffer.allocate(8).putLong(key.incrementAndGet()).array(), record);
      }

      @Override
      public void close() {
        rocks.close();
      }
    };
  }

  private static DurableLog sqlite(Path folder) throws Exception {
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sqlite.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode=wal");
      statement.execute("pragma synchronous=full");
      statement.execute("create table log (id integer primary key, record blob)");
    }
    PreparedStatement insert = connection.prepareStatement("insert into log (record) values (?)");
    return new DurableLog() {
      @Override
      public synchronized void put(byte[] record) throws Exception {
        insert.setBytes(1, record);
        insert.executeUpdate();
      }

      @Override
      public void close() throws Exception {
        connection.close();
      }
    };
  }
}

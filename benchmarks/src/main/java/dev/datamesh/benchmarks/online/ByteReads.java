package dev.datamesh.benchmarks.online;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** Peers that keep bytes by bytes: a database in process, and a server on loopback. */
abstract class ByteReads implements Reads {

  private final double[] row = new double[ReadData.WANTED];

  final double decoded(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    for (int f = 0; f < ReadData.WANTED; f++) {
      row[f] = buffer.getDouble();
    }
    return row[0];
  }

  private static byte[] bytes(long key) {
    return ByteBuffer.allocate(Long.BYTES).putLong(key).array();
  }

  private static byte[] rowOf(long key) {
    ByteBuffer buffer = ByteBuffer.allocate(Double.BYTES * ReadData.FEATURES);
    for (double value : ReadData.row(key)) {
      buffer.putDouble(value);
    }
    return buffer.array();
  }

  /** RocksDB in a new folder, compacted. */
  static final class Rocks extends ByteReads {

    private final RocksDB rocks;

    Rocks() {
      RocksDB.loadLibrary();
      try {
        String folder = Files.createTempDirectory("rocks").toString();
        rocks = RocksDB.open(new Options().setCreateIfMissing(true), folder);
        for (int i = 0; i < ReadData.ENTITIES; i++) {
          rocks.put(bytes(ReadData.key(i)), rowOf(ReadData.key(i)));
        }
        rocks.compactRange();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (RocksDBException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public double one(int call) {
      return read(ReadData.asked(call));
    }

    @Override
    public double batch(int call) {
      double last = 0;
      for (int i = 0; i < ReadData.BATCH; i++) {
        last = read(ReadData.asked(call, i));
      }
      return last;
    }

    private double read(long key) {
      try {
        return decoded(rocks.get(bytes(key)));
      } catch (RocksDBException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      rocks.close();
    }
  }

  /** A server of this run alone, on loopback, without persistence; batches go in one pipeline. */
  static final class Redis extends ByteReads {

    private static final int PORT = 7391;

    private final Process process;
    private final Jedis client;

    Redis() {
      try {
        process = start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      client = new Jedis("127.0.0.1", PORT);
      for (int from = 0; from < ReadData.ENTITIES; from += 10_000) {
        Pipeline pipeline = client.pipelined();
        for (int i = from; i < Math.min(ReadData.ENTITIES, from + 10_000); i++) {
          pipeline.set(bytes(ReadData.key(i)), rowOf(ReadData.key(i)));
        }
        pipeline.sync();
      }
    }

    private static Process start() throws IOException {
      String[] command = {
        "redis-server",
        "--bind",
        "127.0.0.1",
        "--port",
        "" + PORT,
        "--save",
        "",
        "--appendonly",
        "no"
      };
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      for (int i = 0; i < 100; i++) {
        try {
          new Socket("127.0.0.1", PORT).close();
          return process;
        } catch (IOException e) {
          LockSupport.parkNanos(50_000_000);
        }
      }
      process.destroy();
      throw new IOException("redis-server did not start");
    }

    @Override
    public double one(int call) {
      return decoded(client.get(bytes(ReadData.asked(call))));
    }

    @Override
    public double batch(int call) {
      Pipeline pipeline = client.pipelined();
      List<Response<byte[]>> answers = new ArrayList<>(ReadData.BATCH);
      for (int i = 0; i < ReadData.BATCH; i++) {
        answers.add(pipeline.get(bytes(ReadData.asked(call, i))));
      }
      pipeline.sync();
      double last = 0;
      for (Response<byte[]> answer : answers) {
        last = decoded(answer.get());
      }
      return last;
    }

    @Override
    public void close() {
      client.close();
      process.destroy();
    }
  }
}

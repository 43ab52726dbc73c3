package dev.datamesh.benchmarks.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The floor: a preallocated file and group commit by whoever comes first. No checksums, no threads
 * of its own, no reading back.
 */
final class BareFile implements DurableLog {

  private static final long SIZE = 512L << 20;

  private final RandomAccessFile file;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
  private List<byte[]> waiting = new ArrayList<>();
  private long position;
  private long taken;
  private long durable;
  private boolean led;

  BareFile(Path path) throws IOException {
    file = new RandomAccessFile(path.toFile(), "rw");
    byte[] zeros = new byte[1 << 20];
    for (long at = 0; at < SIZE; at += zeros.length) {
      file.write(zeros);
    }
    file.getFD().sync();
    channel = file.getChannel();
  }

  @Override
  public void put(byte[] record) throws Exception {
    long mine;
    synchronized (this) {
      waiting.add(record);
      mine = ++taken;
    }
    while (true) {
      List<byte[]> group;
      long last;
      synchronized (this) {
        while (led && durable < mine) {
          wait();
        }
        if (durable >= mine) {
          return;
        }
        led = true;
        group = waiting;
        waiting = new ArrayList<>();
        last = taken;
      }
      write(group);
      synchronized (this) {
        durable = last;
        led = false;
        notifyAll();
      }
    }
  }

  private void write(List<byte[]> group) throws IOException {
    buffer.clear();
    group.forEach(buffer::put);
    buffer.flip();
    if (position + buffer.limit() > SIZE) {
      position = 0;
    }
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
    channel.force(false);
  }

  @Override
  public void close() throws Exception {
    file.close();
  }
}

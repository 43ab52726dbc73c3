package dev.datamesh.benchmarks.online;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads of one million entities, each peer in processes of its own: with {@code -prof gc} it tells
 * what a read allocates. Peers that need a server or a folder are asked for with {@code -p peer=…}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgs = "-Xmx4g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OnlineReadBenchmark {

  @Param({"SLOTS", "FLAT_ARRAYS", "CONCURRENT_HASH_MAP", "MAP_OF_FACTS", "CAFFEINE"})
  ReadPeer peer;

  private Reads reads;
  private int call;

  @Setup(Level.Trial)
  public void open() {
    reads = peer.open();
  }

  @TearDown(Level.Trial)
  public void close() {
    reads.close();
  }

  @Benchmark
  public double oneEntity() {
    return reads.one(call++);
  }

  @Benchmark
  public double batchOf100() {
    return reads.batch(call++);
  }
}

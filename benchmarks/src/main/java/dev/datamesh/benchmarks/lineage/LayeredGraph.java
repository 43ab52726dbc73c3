package dev.datamesh.benchmarks.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import dev.datamesh.lineage.model.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Random;

/**
 * Entries of a layered graph: 20 layers, each node with so many edges into the next layer, targets
 * by the cube of a uniform number, so that few are popular; the last layer has none. With
 * attributes: 1,000 jobs, 500 validities, 20 confidences, 3 types, and one edge in ten with a
 * second evidence.
 */
final class LayeredGraph implements Iterator<LineageEntry> {

  /** What the entries carry. */
  enum Detail {
    PLAIN,
    ATTRIBUTES,
    RANDOM_VALIDITY
  }

  static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");

  private static final int LAYERS = 20;

  private final Random random = new Random(1);
  private final int nodes;
  private final int degree;
  private final Detail detail;
  private final AssetId.Kind kind;
  private final long total;
  private long done;
  private LineageEntry again;

  LayeredGraph(int nodes, int degree, Detail detail) {
    this(nodes, degree, detail, AssetId.Kind.DATASET);
  }

  LayeredGraph(int nodes, int degree, Detail detail, AssetId.Kind kind) {
    this.nodes = nodes;
    this.degree = degree;
    this.detail = detail;
    this.kind = kind;
    this.total = (long) (nodes - nodes / LAYERS) * degree;
  }

  @Override
  public boolean hasNext() {
    return done < total || again != null;
  }

  @Override
  public LineageEntry next() {
    if (again != null) {
      LineageEntry second = again.withProducer("second").withConfidence(0.5);
      again = null;
      return second;
    }
    int from = (int) (done++ / degree);
    int layer = nodes / LAYERS;
    double u = random.nextDouble();
    int to = Math.min(nodes - 1, (from / layer + 1) * layer + (int) (layer * u * u * u));
    LineageEntry entry = LineageEntry.of(id(from), id(to));
    if (detail == Detail.PLAIN) {
      return entry;
    }
    long start =
        detail == Detail.RANDOM_VALIDITY ? random.nextInt(1 << 30) : random.nextInt(500) * 1_000L;
    LineageEntry full =
        new LineageEntry(
            entry.source(),
            entry.target(),
            LineageType.values()[random.nextInt(3)],
            false,
            (1 + random.nextInt(20)) / 20.0,
            "",
            "first",
            "job" + random.nextInt(1_000),
            "",
            java.util.Map.of(),
            Validity.from(NOW.minus(Duration.ofSeconds(start + 1))));
    if (random.nextInt(10) == 0) {
      again = full;
    }
    return full;
  }

  AssetId id(int node) {
    return kind == AssetId.Kind.DATASET
        ? AssetId.dataset("n" + node)
        : new AssetId(kind, "warehouse", "schema.table_" + node / 50 + "#column_" + node % 50);
  }
}

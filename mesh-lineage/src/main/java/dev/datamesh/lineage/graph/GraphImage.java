package dev.datamesh.lineage.graph;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.model.LineageType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The whole graph as one stream of bytes: names, codes, what is known of nodes, and the sealed rows
 * as they lie in memory, so that opening is little more than reading. The layout is in
 * docs/lineage-graph-file.md.
 */
public final class GraphImage {

  private static final long MAGIC = 0x314E494C4853454DL;
  private static final int VERSION = 1;

  private final Snapshot snapshot;
  private final NodeNames.Extent names;
  private final int whos;
  private final int facts;
  private final Map<Integer, int[]> alternates;

  /** Remembers what there is; to be called while nobody writes. */
  GraphImage(Snapshot snapshot, Nodes nodes) {
    this.snapshot = snapshot;
    this.names = snapshot.tables().names.extent();
    this.whos = snapshot.tables().whos.size();
    this.facts = snapshot.tables().facts.size();
    this.alternates = nodes.alternates();
  }

  /** Writes it, while the graph may go on. */
  public void writeTo(OutputStream out) throws IOException {
    ImageWriter image = new ImageWriter(out);
    Tables tables = snapshot.tables();
    Sealed sealed = snapshot.sealed();
    image.put(MAGIC);
    image.put(VERSION);
    image.put(snapshot.commit());
    image.put(Micros.of(snapshot.lastRecorded()));
    tables.names.write(names, image);
    writeCodes(tables, image);
    snapshot.writeNodes(names.size(), image);
    image.put(alternates.size());
    for (Map.Entry<Integer, int[]> entry : alternates.entrySet()) {
      image.put(entry.getKey());
      image.put(entry.getValue());
    }
    image.put(sealed.nodes());
    image.put(sealed.format().whenBits());
    image.put(sealed.format().howBits());
    image.put(sealed.format().whoBits());
    writeSide(sealed.out(), image);
    writeSide(sealed.in(), image);
    image.put(MAGIC);
    image.finish();
  }

  /** Reads into empty tables and nodes. */
  static State read(Tables tables, Nodes nodes, InputStream in) throws IOException {
    ImageReader image = new ImageReader(in);
    if (image.nextLong() != MAGIC) {
      throw new IOException("it is not a lineage graph");
    }
    int version = image.nextInt();
    if (version != VERSION) {
      throw new IOException("its version is " + version + ", this build reads " + VERSION);
    }
    int commit = image.nextInt();
    long lastRecorded = image.nextLong();
    tables.names.read(image);
    readCodes(tables, image);
    nodes.read(image);
    int count = image.nextInt();
    WordFormat format = new WordFormat(image.nextInt(), image.nextInt(), image.nextInt());
    Sealed sealed = new Sealed(count, format, readSide(image, format), readSide(image, format));
    if (image.nextLong() != MAGIC) {
      throw new IOException("it does not end where it should");
    }
    return new State(commit, lastRecorded, sealed);
  }

  /** What a graph is apart from tables and nodes. */
  record State(int commit, long lastRecorded, Sealed sealed) {}

  private void writeCodes(Tables tables, ImageWriter image) throws IOException {
    image.put(snapshot.hows());
    for (int code = 0; code < snapshot.hows(); code++) {
      How how = tables.hows.get(code);
      image.put(how.type().word());
      image.put(how.masking() ? 1 : 0);
      image.put(how.confidence());
    }
    image.put(snapshot.whens());
    for (int code = 0; code < snapshot.whens(); code++) {
      image.put(tables.whens.from(code));
      image.put(tables.whens.to(code));
    }
    image.put(whos);
    for (int code = 0; code < whos; code++) {
      Who who = tables.whos.get(code);
      image.put(who.producer());
      image.put(who.job());
      image.put(who.transformation());
      image.put(who.event());
      image.put(who.metadata().size());
      for (Map.Entry<String, String> entry : who.metadata().entrySet()) {
        image.put(entry.getKey());
        image.put(entry.getValue());
      }
      image.put(who.recorded());
    }
    image.put(facts);
    for (int code = 0; code < facts; code++) {
      writeFacts(tables.facts.get(code), image);
    }
  }

  private static void writeFacts(Facts facts, ImageWriter image) throws IOException {
    image.put(facts.domain());
    image.put(facts.owner());
    image.put(facts.tags().size());
    for (String tag : facts.tags()) {
      image.put(tag);
    }
    image.put(facts.fallbacks().size());
    for (AssetId fallback : facts.fallbacks()) {
      write(fallback, image);
    }
    image.put(facts.deleted() ? 1 : 0);
  }

  private static void readCodes(Tables tables, ImageReader image) throws IOException {
    for (int i = image.nextInt(); i > 0; i--) {
      LineageType type = LineageType.of(image.nextText());
      tables.hows.of(new How(type, image.nextInt() != 0, image.nextDouble()));
    }
    for (int i = image.nextInt(); i > 0; i--) {
      tables.whens.of(image.nextLong(), image.nextLong());
    }
    for (int i = image.nextInt(); i > 0; i--) {
      String producer = image.nextText();
      String job = image.nextText();
      String transformation = image.nextText();
      String event = image.nextText();
      Map<String, String> metadata = new LinkedHashMap<>();
      for (int entries = image.nextInt(); entries > 0; entries--) {
        metadata.put(image.nextText(), image.nextText());
      }
      tables.whos.of(
          new Who(
              producer,
              job,
              transformation,
              event,
              metadata.isEmpty() ? Map.of() : metadata,
              image.nextLong()));
    }
    for (int i = image.nextInt(); i > 0; i--) {
      String domain = image.nextText();
      String owner = image.nextText();
      Set<String> tags = new TreeSet<>();
      for (int count = image.nextInt(); count > 0; count--) {
        tags.add(image.nextText());
      }
      List<AssetId> fallbacks = new ArrayList<>();
      for (int count = image.nextInt(); count > 0; count--) {
        fallbacks.add(readId(image));
      }
      tables.facts.of(new Facts(domain, owner, tags, fallbacks, image.nextInt() != 0));
    }
  }

  private static void write(AssetId id, ImageWriter image) throws IOException {
    image.put(id.kind().name());
    image.put(id.namespace());
    image.put(id.name());
  }

  private static AssetId readId(ImageReader image) throws IOException {
    return new AssetId(AssetId.Kind.valueOf(image.nextText()), image.nextText(), image.nextText());
  }

  private static void writeSide(Side side, ImageWriter image) throws IOException {
    image.put(side.ends.length);
    for (int block = 0; block < side.ends.length; block++) {
      image.put(side.starts[block]);
      image.put(side.ends[block]);
      if (side.narrow.length > 0) {
        image.put(side.narrow[block]);
      } else {
        image.put(side.wide[block]);
      }
    }
  }

  private static Side readSide(ImageReader image, WordFormat format) throws IOException {
    int blocks = image.nextInt();
    int[][] starts = new int[blocks][];
    int[][] ends = new int[blocks][];
    int[][] narrow = new int[format.isWide() ? 0 : blocks][];
    long[][] wide = new long[format.isWide() ? blocks : 0][];
    for (int block = 0; block < blocks; block++) {
      starts[block] = image.nextInts();
      ends[block] = image.nextInts();
      if (format.isWide()) {
        wide[block] = image.nextLongs();
      } else {
        narrow[block] = image.nextInts();
      }
    }
    return new Side(starts, ends, narrow, wide);
  }
}

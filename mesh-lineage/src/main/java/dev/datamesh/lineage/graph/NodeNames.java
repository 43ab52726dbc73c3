package dev.datamesh.lineage.graph;

import dev.datamesh.core.AssetId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Names as numbers, given in the order of first mention. A name is kept once, as UTF-8 in pages of
 * bytes; the table that finds it holds numbers only.
 *
 * <p>Safe for one writer and many readers: a reader finds every name that was there when its
 * snapshot was published, and must itself disregard later ones.
 */
final class NodeNames {

  private static final int PAGE_BITS = 16;
  private static final int PAGE = 1 << PAGE_BITS;

  private record Space(AssetId.Kind kind, String namespace) {}

  private final Codes<Space> spaces = new Codes<>();
  private final IntPages space = new IntPages();
  private final IntPages hash = new IntPages();
  private final IntPages page = new IntPages();
  private final IntPages start = new IntPages();
  private volatile byte[][] bytes = new byte[4][];
  private volatile int[] table = new int[1024];
  private int pages;
  private int free = PAGE;
  private int size;

  int size() {
    return size;
  }

  /** The number of a name, a new one if need be. */
  int of(AssetId id) {
    int wanted = hash(id);
    int[] places = table;
    int mask = places.length - 1;
    int place = spread(wanted) & mask;
    while (places[place] != 0) {
      if (is(places[place] - 1, wanted, id)) {
        return places[place] - 1;
      }
      place = (place + 1) & mask;
    }
    int node = size;
    store(node, wanted, id);
    size = node + 1;
    places[place] = size;
    if (size * 2L > places.length) {
      rebuild(places.length * 2);
    }
    return node;
  }

  /** The number of a name, -1 if it has none below the limit. */
  int find(AssetId id, int limit) {
    int wanted = hash(id);
    int[] places = table;
    int mask = places.length - 1;
    int place = spread(wanted) & mask;
    for (int entry = places[place]; entry != 0; entry = places[place]) {
      if (entry <= limit && is(entry - 1, wanted, id)) {
        return entry - 1;
      }
      place = (place + 1) & mask;
    }
    return -1;
  }

  AssetId get(int node) {
    Space where = spaces.get(space.get(node));
    return new AssetId(where.kind(), where.namespace(), text(node));
  }

  AssetId.Kind kind(int node) {
    return spaces.get(space.get(node)).kind();
  }

  /** Reads where names lie, then of each its first byte. */
  int touch(Reached nodes, int from, int to) {
    int sum = 0;
    for (int place = from; place < to; place++) {
      int node = nodes.node(place);
      sum += space.get(node) + page.get(node) + start.get(node);
    }
    for (int place = from; place < to; place++) {
      int node = nodes.node(place);
      sum += bytes[page.get(node)][start.get(node)];
    }
    return sum;
  }

  String text(int node) {
    byte[] from = bytes[page.get(node)];
    int at = start.get(node);
    int length = (from[at] & 0xFF) << 16 | (from[at + 1] & 0xFF) << 8 | (from[at + 2] & 0xFF);
    return new String(from, at + 3, length, StandardCharsets.UTF_8);
  }

  /** How far the table reaches at one time. */
  record Extent(int size, int spaces, int pages, int free) {}

  Extent extent() {
    return new Extent(size, spaces.size(), pages, free);
  }

  void write(Extent extent, ImageWriter image) throws IOException {
    image.put(extent.spaces());
    for (int code = 0; code < extent.spaces(); code++) {
      image.put(spaces.get(code).kind().name());
      image.put(spaces.get(code).namespace());
    }
    int named = extent.size();
    image.put(named);
    for (IntPages row : List.of(space, hash, page, start)) {
      for (int from = 0; from < named; from += IntPages.SIZE) {
        int[] values = row.pages()[from >>> IntPages.BITS];
        image.put(Arrays.copyOf(values, Math.min(IntPages.SIZE, named - from)));
      }
    }
    image.put(extent.pages());
    for (int i = 0; i < extent.pages(); i++) {
      image.put(bytes[i].length);
      image.put(bytes[i], bytes[i].length);
    }
    image.put(extent.free());
  }

  /** Reads into an empty table. */
  void read(ImageReader image) throws IOException {
    for (int i = image.nextInt(); i > 0; i--) {
      spaces.of(new Space(AssetId.Kind.valueOf(image.nextText()), image.nextText()));
    }
    size = image.nextInt();
    for (IntPages row : List.of(space, hash, page, start)) {
      for (int from = 0; from < size; from += IntPages.SIZE) {
        int[] values = image.nextInts();
        System.arraycopy(values, 0, row.pageFor(from), 0, values.length);
      }
    }
    pages = image.nextInt();
    byte[][] read = new byte[Math.max(4, pages)][];
    for (int i = 0; i < pages; i++) {
      read[i] = new byte[image.nextInt()];
      image.bytes(read[i], read[i].length);
    }
    bytes = read;
    free = image.nextInt();
    rebuild(Math.max(1024, Integer.highestOneBit(Math.max(1, size)) * 4));
  }

  /** Forgets the names from a number on; no published snapshot may have seen them. */
  void truncate(int newSize) {
    if (newSize < size) {
      size = newSize;
      rebuild(table.length);
    }
  }

  long heapBytes() {
    long sum = space.bytes() + hash.bytes() + page.bytes() + start.bytes() + 4L * table.length;
    for (byte[] each : bytes) {
      sum += each == null ? 0 : each.length;
    }
    return sum;
  }

  private void store(int node, int wanted, AssetId id) {
    byte[] utf8 = id.name().getBytes(StandardCharsets.UTF_8);
    int needed = utf8.length + 3;
    if (free + needed > PAGE) {
      if (pages == bytes.length) {
        bytes = Arrays.copyOf(bytes, pages * 2);
      }
      bytes[pages++] = new byte[Math.max(PAGE, needed)];
      free = 0;
    }
    byte[] into = bytes[pages - 1];
    into[free] = (byte) (utf8.length >>> 16);
    into[free + 1] = (byte) (utf8.length >>> 8);
    into[free + 2] = (byte) utf8.length;
    System.arraycopy(utf8, 0, into, free + 3, utf8.length);
    space.set(node, spaces.of(new Space(id.kind(), id.namespace())));
    hash.set(node, wanted);
    page.set(node, pages - 1);
    start.set(node, free);
    free += needed;
  }

  private boolean is(int node, int wanted, AssetId id) {
    if (hash.get(node) != wanted) {
      return false;
    }
    Space where = spaces.get(space.get(node));
    return where.kind() == id.kind()
        && where.namespace().equals(id.namespace())
        && sameName(node, id.name());
  }

  private boolean sameName(int node, String name) {
    byte[] from = bytes[page.get(node)];
    int at = start.get(node);
    int length = (from[at] & 0xFF) << 16 | (from[at + 1] & 0xFF) << 8 | (from[at + 2] & 0xFF);
    if (length == name.length()) {
      for (int i = 0; i < length; i++) {
        byte b = from[at + 3 + i];
        if (b < 0) {
          return text(node).equals(name);
        }
        if (b != name.charAt(i)) {
          return false;
        }
      }
      return true;
    }
    return length > name.length() && text(node).equals(name);
  }

  private void rebuild(int places) {
    int[] fresh = new int[places];
    int mask = places - 1;
    for (int node = 0; node < size; node++) {
      int place = spread(hash.get(node)) & mask;
      while (fresh[place] != 0) {
        place = (place + 1) & mask;
      }
      fresh[place] = node + 1;
    }
    table = fresh;
  }

  private static int hash(AssetId id) {
    return id.name().hashCode() * 31 + id.namespace().hashCode();
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }
}

package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import dev.datamesh.lineage.model.LineageEntry;
import dev.datamesh.lineage.model.LineageType;
import dev.datamesh.lineage.model.Validity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Commands as bytes. A text is written once in a command and named by its number from then on. The
 * layout is in docs/lineage-graph-file.md.
 */
final class CommandBytes {

  private static final int ADD = 1;
  private static final int RETRACT = 2;
  private static final int DESCRIBE = 3;
  private static final int CONTAIN = 4;
  private static final int JOIN = 5;
  private static final int DELETE = 6;
  private static final int LOAD = 7;
  private static final int MASKING = 1;
  private static final int SINCE = 2;
  private static final int UNTIL = 4;
  private static final int EVENT = 8;
  private static final int METADATA = 16;

  private CommandBytes() {}

  static byte[] write(Command command) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new Writer(new DataOutputStream(bytes)).command(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Command read(byte[] bytes) {
    try {
      return new Reader(new DataInputStream(new ByteArrayInputStream(bytes))).command();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Writer {

    private final DataOutputStream out;
    private final Map<String, Integer> texts = new HashMap<>();

    Writer(DataOutputStream out) {
      this.out = out;
    }

    void command(Command command) throws IOException {
      if (command instanceof Command.Add add) {
        out.writeByte(ADD);
        out.writeInt(add.entries().size());
        for (LineageEntry entry : add.entries()) {
          entry(entry);
        }
      } else if (command instanceof Command.Retract retract) {
        out.writeByte(RETRACT);
        text(retract.which().producer());
        text(retract.which().job());
        text(retract.which().event());
        ids(retract.which().ends());
      } else if (command instanceof Command.Describe describe) {
        out.writeByte(DESCRIBE);
        description(describe.description());
      } else if (command instanceof Command.Contain contain) {
        out.writeByte(CONTAIN);
        ids(List.of(contain.inner(), contain.outer()));
      } else if (command instanceof Command.Join join) {
        out.writeByte(JOIN);
        ids(List.of(join.alternate(), join.name()));
      } else if (command instanceof Command.Delete delete) {
        out.writeByte(DELETE);
        id(delete.node());
      } else if (command instanceof Command.Load load) {
        out.writeByte(LOAD);
        text(load.file());
        out.writeLong(load.length());
        out.writeLong(load.checksum());
      }
    }

    private void entry(LineageEntry entry) throws IOException {
      Validity validity = entry.validity();
      boolean since = !validity.from().equals(Validity.WHEN_RECORDED);
      boolean until = !validity.to().equals(Validity.OPEN);
      out.writeByte(
          (entry.masking() ? MASKING : 0)
              | (since ? SINCE : 0)
              | (until ? UNTIL : 0)
              | (entry.event().isEmpty() ? 0 : EVENT)
              | (entry.metadata().isEmpty() ? 0 : METADATA));
      id(entry.source());
      id(entry.target());
      text(entry.type().word());
      out.writeDouble(entry.confidence());
      text(entry.transformation());
      text(entry.producer());
      text(entry.job());
      if (since) {
        instant(validity.from());
      }
      if (until) {
        instant(validity.to());
      }
      if (!entry.event().isEmpty()) {
        text(entry.event());
      }
      if (!entry.metadata().isEmpty()) {
        out.writeInt(entry.metadata().size());
        for (Map.Entry<String, String> each : entry.metadata().entrySet()) {
          text(each.getKey());
          text(each.getValue());
        }
      }
    }

    private void description(NodeDescription description) throws IOException {
      id(description.node());
      text(description.domain());
      text(description.owner());
      out.writeInt(description.tags().size());
      for (String tag : description.tags()) {
        text(tag);
      }
      ids(description.fallbacks());
    }

    private void ids(List<AssetId> ids) throws IOException {
      out.writeInt(ids.size());
      for (AssetId id : ids) {
        id(id);
      }
    }

    private void id(AssetId id) throws IOException {
      text(id.kind().name());
      text(id.namespace());
      text(id.name());
    }

    private void instant(Instant instant) throws IOException {
      out.writeLong(instant.getEpochSecond());
      out.writeInt(instant.getNano());
    }

    private void text(String value) throws IOException {
      Integer known = texts.putIfAbsent(value, texts.size());
      if (known != null) {
        out.writeInt(known + 1);
        return;
      }
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      out.writeInt(0);
      out.writeInt(utf8.length);
      out.write(utf8);
    }
  }

  private static final class Reader {

    private final DataInputStream in;
    private final List<String> texts = new ArrayList<>();

    Reader(DataInputStream in) {
      this.in = in;
    }

    Command command() throws IOException {
      int kind = in.readByte();
      return switch (kind) {
        case ADD -> new Command.Add(entries());
        case RETRACT -> new Command.Retract(new Retraction(text(), text(), text(), ids()));
        case DESCRIBE -> new Command.Describe(description());
        case CONTAIN -> {
          List<AssetId> ids = ids();
          yield new Command.Contain(ids.get(0), ids.get(1));
        }
        case JOIN -> {
          List<AssetId> ids = ids();
          yield new Command.Join(ids.get(0), ids.get(1));
        }
        case DELETE -> new Command.Delete(id());
        case LOAD -> new Command.Load(text(), in.readLong(), in.readLong());
        default -> throw new IOException("unknown lineage command " + kind);
      };
    }

    private List<LineageEntry> entries() throws IOException {
      int count = in.readInt();
      List<LineageEntry> entries = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        entries.add(entry());
      }
      return entries;
    }

    private LineageEntry entry() throws IOException {
      int flags = in.readByte();
      AssetId source = id();
      AssetId target = id();
      LineageType type = LineageType.of(text());
      double confidence = in.readDouble();
      String transformation = text();
      String producer = text();
      String job = text();
      Instant from = (flags & SINCE) != 0 ? instant() : Validity.WHEN_RECORDED;
      Instant to = (flags & UNTIL) != 0 ? instant() : Validity.OPEN;
      String event = (flags & EVENT) != 0 ? text() : "";
      Map<String, String> metadata = new LinkedHashMap<>();
      if ((flags & METADATA) != 0) {
        for (int i = in.readInt(); i > 0; i--) {
          metadata.put(text(), text());
        }
      }
      return new LineageEntry(
          source,
          target,
          type,
          (flags & MASKING) != 0,
          confidence,
          transformation,
          producer,
          job,
          event,
          metadata,
          new Validity(from, to));
    }

    private NodeDescription description() throws IOException {
      AssetId node = id();
      String domain = text();
      String owner = text();
      Set<String> tags = new TreeSet<>();
      for (int i = in.readInt(); i > 0; i--) {
        tags.add(text());
      }
      return new NodeDescription(node, domain, owner, tags, ids());
    }

    private List<AssetId> ids() throws IOException {
      List<AssetId> ids = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        ids.add(id());
      }
      return ids;
    }

    private AssetId id() throws IOException {
      return new AssetId(AssetId.Kind.valueOf(text()), text(), text());
    }

    private Instant instant() throws IOException {
      return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private String text() throws IOException {
      int number = in.readInt();
      if (number > 0) {
        return texts.get(number - 1);
      }
      byte[] utf8 = new byte[in.readInt()];
      in.readFully(utf8);
      String value = new String(utf8, StandardCharsets.UTF_8);
      texts.add(value);
      return value;
    }
  }
}

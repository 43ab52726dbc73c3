package dev.datamesh.core.catalog;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.product.DataProduct;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole state as a stream of records, each behind its length in four bytes: a head (format,
 * time, link of the audit chain), then one record for each thing, its first byte the kind.
 */
final class SnapshotWire {

  private static final int DOMAIN = 1;
  private static final int PRODUCT = 2;
  private static final int REDIRECT = 3;
  private static final int CONTRACTS = 4;
  private static final int KEY = 5;
  private static final int REQUEST = 6;
  private static final int NEXT_ORDINAL = 7;
  private static final int END = 8;
  private static final int USE = 9;

  /** What the head of a snapshot says. */
  record Head(Instant at, AuditLink link) {}

  private SnapshotWire() {}

  static void write(CatalogState state, Head head, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    AuditLink link = head.link();
    record(out, new WireWriter().oneByte(link.format()).instant(head.at()).raw(link.bytes()));
    for (Domain domain : state.domains.values()) {
      WireWriter bytes = new WireWriter().oneByte(DOMAIN);
      ProductWire.write(bytes, domain);
      record(out, bytes);
    }
    for (CatalogState.Slot slot : state.slots()) {
      CatalogEntry entry = slot.entry();
      WireWriter bytes =
          new WireWriter()
              .oneByte(PRODUCT)
              .number(slot.ordinal())
              .number(entry.revision())
              .instant(entry.created())
              .instant(entry.updated());
      ProductWire.write(bytes, entry.product());
      record(out, bytes);
    }
    for (Map.Entry<ProductId, ProductId> moved : state.redirects.entrySet()) {
      record(out, new WireWriter().oneByte(REDIRECT).id(moved.getKey()).id(moved.getValue()));
    }
    for (Map.Entry<ProductId, List<ContractVersion>> versions : state.contracts.entrySet()) {
      record(
          out,
          new WireWriter()
              .oneByte(CONTRACTS)
              .id(versions.getKey())
              .list(versions.getValue(), EventWire::contract));
    }
    for (ApiKey key : state.keys.values()) {
      WireWriter bytes = new WireWriter().oneByte(KEY);
      EventWire.key(bytes, key);
      record(out, bytes);
    }
    for (AccessRequest request : state.requests.values()) {
      WireWriter bytes = new WireWriter().oneByte(REQUEST);
      EventWire.request(bytes, request);
      record(out, bytes);
    }
    for (UseCount use : state.uses.values()) {
      WireWriter bytes = new WireWriter().oneByte(USE);
      EventWire.use(bytes, use);
      record(out, bytes);
    }
    record(out, new WireWriter().oneByte(NEXT_ORDINAL).number(state.nextOrdinal));
    record(out, new WireWriter().oneByte(END));
    out.flush();
  }

  private static void record(DataOutputStream out, WireWriter bytes) throws IOException {
    byte[] record = bytes.toBytes();
    out.writeInt(record.length);
    out.write(record);
  }

  static Head read(InputStream stream, CatalogState state) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    WireReader.Words words = new WireReader.Words();
    WireReader first = new WireReader(next(in), words);
    int format = first.oneByte();
    CommitHeader.requireKnown(format);
    Head head = new Head(first.instant(), new AuditLink(format, first.raw()));
    Map<String, Domain> domains = new LinkedHashMap<>();
    while (true) {
      WireReader record = new WireReader(next(in), words);
      int kind = record.oneByte();
      if (kind == END) {
        state.domains = java.util.Collections.unmodifiableMap(domains);
        return head;
      }
      if (kind == DOMAIN) {
        Domain domain = ProductWire.readDomain(record);
        domains.put(domain.name(), domain);
      } else {
        take(kind, record, state);
      }
    }
  }

  private static void take(int kind, WireReader in, CatalogState state) {
    switch (kind) {
      case PRODUCT -> {
        int ordinal = (int) in.number();
        long revision = in.number();
        Instant created = in.instant();
        Instant updated = in.instant();
        DataProduct product = ProductWire.read(in);
        state.restore(
            new CatalogState.Slot(ordinal, new CatalogEntry(product, revision, created, updated)));
      }
      case REDIRECT -> state.redirects.put(in.id(), in.id());
      case CONTRACTS -> state.contracts.put(in.id(), in.list(EventWire::contract));
      case KEY -> {
        ApiKey key = EventWire.key(in);
        state.keys.put(key.id(), key);
      }
      case REQUEST -> {
        AccessRequest request = EventWire.request(in);
        state.requests.put(request.id(), request);
      }
      case USE -> {
        UseCount use = EventWire.use(in);
        state.uses.put(use.key(), use);
      }
      case NEXT_ORDINAL -> state.nextOrdinal = Math.max(state.nextOrdinal, (int) in.number());
      default ->
          throw new DamagedDataException(
              "Cannot read the catalog's snapshot, it has a record of the kind " + kind,
              "catalog snapshot",
              0);
    }
  }

  private static byte[] next(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] record = in.readNBytes(Math.max(0, length));
    if (record.length != length) {
      throw new EOFException("the catalog's snapshot ends within a record");
    }
    return record;
  }
}

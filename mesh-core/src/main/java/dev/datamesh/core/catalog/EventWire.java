package dev.datamesh.core.catalog;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.access.Role;
import dev.datamesh.core.product.DataProduct;
import java.util.TreeSet;

/** Events as bytes: one byte for the kind, then the event's values. */
final class EventWire {

  private static final int DOMAIN = 1;
  private static final int PUT = 2;
  private static final int DELETED = 3;
  private static final int MOVED = 4;
  private static final int CONTRACT = 5;
  private static final int KEY = 6;
  private static final int KEY_REVOKED = 7;
  private static final int ACCESS = 8;
  private static final int REFUSED = 9;
  private static final int USED = 10;
  private static final CatalogEvent.ProductPut.How[] HOWS = CatalogEvent.ProductPut.How.values();
  private static final AccessRequest.State[] STATES = AccessRequest.State.values();
  private static final Role[] ROLES = Role.values();

  private EventWire() {}

  static byte[] bytes(CatalogEvent event) {
    WireWriter out = new WireWriter();
    if (event instanceof CatalogEvent.ProductPut put) {
      ProductWire.write(out.oneByte(PUT).word(put.how()), put.product());
    } else if (event instanceof CatalogEvent.DomainDeclared declared) {
      ProductWire.write(out.oneByte(DOMAIN), declared.domain());
    } else if (event instanceof CatalogEvent.ProductDeleted deleted) {
      out.oneByte(DELETED).id(deleted.id());
    } else if (event instanceof CatalogEvent.ProductMoved moved) {
      ProductWire.write(out.oneByte(MOVED).id(moved.from()), moved.product());
    } else if (event instanceof CatalogEvent.ContractPublished published) {
      contract(out.oneByte(CONTRACT).id(published.id()), published.contract());
    } else if (event instanceof CatalogEvent.KeyIssued issued) {
      key(out.oneByte(KEY), issued.key());
    } else if (event instanceof CatalogEvent.KeyRevoked revoked) {
      out.oneByte(KEY_REVOKED).text(revoked.id());
    } else if (event instanceof CatalogEvent.AccessChanged changed) {
      request(out.oneByte(ACCESS), changed.request());
    } else if (event instanceof CatalogEvent.AccessRefused refused) {
      out.oneByte(REFUSED)
          .text(refused.principal())
          .text(refused.action())
          .text(refused.target())
          .text(refused.reason())
          .instant(refused.at());
    } else if (event instanceof CatalogEvent.UseCounted counted) {
      use(out.oneByte(USED), counted.use());
    }
    return out.toBytes();
  }

  static CatalogEvent event(byte[] bytes, WireReader.Words words) {
    WireReader in = new WireReader(bytes, words);
    int kind = in.oneByte();
    return switch (kind) {
      case PUT -> {
        CatalogEvent.ProductPut.How how = in.word(HOWS);
        DataProduct product = ProductWire.read(in);
        yield new CatalogEvent.ProductPut(product, how);
      }
      case DOMAIN -> new CatalogEvent.DomainDeclared(ProductWire.readDomain(in));
      case DELETED -> new CatalogEvent.ProductDeleted(in.id());
      case MOVED -> new CatalogEvent.ProductMoved(in.id(), ProductWire.read(in));
      case CONTRACT -> new CatalogEvent.ContractPublished(in.id(), contract(in));
      case KEY -> new CatalogEvent.KeyIssued(key(in));
      case KEY_REVOKED -> new CatalogEvent.KeyRevoked(in.text());
      case ACCESS -> new CatalogEvent.AccessChanged(request(in));
      case REFUSED ->
          new CatalogEvent.AccessRefused(
              in.shared(), in.shared(), in.shared(), in.shared(), in.instant());
      case USED -> new CatalogEvent.UseCounted(use(in));
      default ->
          throw new DamagedDataException(
              "Cannot read an event of the kind %d: it is not known to this version"
                  .formatted(kind),
              "catalog",
              0);
    };
  }

  static void contract(WireWriter out, ContractVersion contract) {
    ProductWire.version(out, contract.version());
    out.text(contract.text()).texts(contract.findings()).instant(contract.published());
  }

  static ContractVersion contract(WireReader in) {
    return new ContractVersion(ProductWire.version(in), in.text(), in.texts(), in.instant());
  }

  static void key(WireWriter out, ApiKey key) {
    Principal principal = key.principal();
    out.text(key.id())
        .text(principal.name())
        .word(principal.role())
        .texts(principal.domains())
        .instant(key.issued())
        .oneByte(key.isRevoked() ? 1 : 0)
        .raw(key.hash());
  }

  static ApiKey key(WireReader in) {
    String id = in.text();
    Principal principal = new Principal(in.shared(), in.word(ROLES), new TreeSet<>(in.texts()));
    return new ApiKey(id, principal, in.instant(), in.oneByte() == 1, in.raw());
  }

  static void use(WireWriter out, UseCount use) {
    ProductWire.version(out.id(use.product()).text(use.principal()), use.version());
    out.number(use.uses()).instant(use.last());
  }

  static UseCount use(WireReader in) {
    return new UseCount(in.id(), in.shared(), ProductWire.version(in), in.number(), in.instant());
  }

  static void request(WireWriter out, AccessRequest request) {
    out.text(request.id())
        .id(request.product())
        .text(request.principal())
        .text(request.purpose())
        .word(request.state())
        .instant(request.asked())
        .text(request.decidedBy())
        .instant(request.until());
  }

  static AccessRequest request(WireReader in) {
    return new AccessRequest(
        in.text(),
        in.id(),
        in.shared(),
        in.text(),
        in.word(STATES),
        in.instant(),
        in.shared(),
        in.instant());
  }
}

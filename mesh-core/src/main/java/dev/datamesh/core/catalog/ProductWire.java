package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Money;
import dev.datamesh.core.domain.Slo;
import dev.datamesh.core.domain.Slos;
import dev.datamesh.core.product.AccessRules;
import dev.datamesh.core.product.Change;
import dev.datamesh.core.product.Consumer;
import dev.datamesh.core.product.Cost;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.Dependency;
import dev.datamesh.core.product.InputSource;
import dev.datamesh.core.product.Link;
import dev.datamesh.core.product.Metric;
import dev.datamesh.core.product.Port;
import dev.datamesh.core.product.Sharing;
import dev.datamesh.core.product.Status;
import dev.datamesh.core.product.Tier;

/**
 * Products and domains as bytes, in the order of their components. The catalog's record format has
 * one number for all of it ({@link EventWire}); a component more is a new number.
 */
final class ProductWire {

  private static final Status[] STATUSES = Status.values();
  private static final Sharing[] SHARINGS = Sharing.values();
  private static final Tier[] TIERS = Tier.values();
  private static final Port.Kind[] PORTS = Port.Kind.values();

  private ProductWire() {}

  static void write(WireWriter out, DataProduct product) {
    out.id(product.id())
        .text(product.owner())
        .text(product.description())
        .text(product.purpose())
        .schema(product.schema())
        .word(product.status())
        .text(product.statusWord());
    version(out, product.version());
    out.texts(product.tags())
        .list(product.consumers(), ProductWire::consumer)
        .list(product.inputs(), (o, input) -> o.text(input.kind()).text(input.location()))
        .list(product.ports(), ProductWire::port)
        .text(product.access().authentication())
        .texts(product.access().readers())
        .word(product.sharing());
    slos(out, product.slos());
    out.list(product.upstream(), ProductWire::dependency)
        .list(product.downstream(), ProductWire::dependency)
        .list(product.costs(), ProductWire::cost)
        .list(product.metrics(), (o, metric) -> o.text(metric.name()).text(metric.value()))
        .fixed(Double.doubleToLongBits(product.qualityScore()))
        .word(product.tier())
        .text(product.costCentre())
        .texts(product.fallbacks())
        .list(product.documentation(), (o, link) -> o.text(link.title()).text(link.url()))
        .list(
            product.changelog(),
            (o, change) -> o.text(change.label()).text(change.date()).text(change.text()))
        .nodes(product.extensions());
  }

  static DataProduct read(WireReader in) {
    ProductId id = in.id();
    return new DataProduct(
        id,
        in.shared(),
        in.text(),
        in.text(),
        in.schema(),
        in.word(STATUSES),
        in.shared(),
        version(in),
        in.texts(),
        in.list(ProductWire::consumer),
        in.list(i -> new InputSource(i.shared(), i.text())),
        in.list(ProductWire::port),
        access(in),
        in.word(SHARINGS),
        slos(in),
        in.list(ProductWire::dependency),
        in.list(ProductWire::dependency),
        in.list(ProductWire::cost),
        in.list(i -> new Metric(i.shared(), i.text())),
        Double.longBitsToDouble(in.fixed()),
        in.word(TIERS),
        in.shared(),
        in.texts(),
        in.list(i -> new Link(i.shared(), i.text())),
        in.list(i -> new Change(i.shared(), i.shared(), i.text())),
        in.nodes());
  }

  static void write(WireWriter out, Domain domain) {
    out.text(domain.name())
        .text(domain.owner())
        .text(domain.mission())
        .texts(domain.dataProducts());
    slos(out, domain.slos());
    out.list(domain.dependencies(), WireWriter::id)
        .list(domain.budgets(), ProductWire::money)
        .texts(domain.compliance())
        .nodes(domain.extensions());
  }

  static Domain readDomain(WireReader in) {
    return new Domain(
        in.shared(),
        in.shared(),
        in.text(),
        in.texts(),
        slos(in),
        in.list(WireReader::id),
        in.list(ProductWire::money),
        in.texts(),
        in.nodes());
  }

  static void version(WireWriter out, SemanticVersion version) {
    out.number(version.major())
        .number(version.minor())
        .number(version.patch())
        .text(version.preRelease());
  }

  static SemanticVersion version(WireReader in) {
    return new SemanticVersion(
        (int) in.number(), (int) in.number(), (int) in.number(), in.shared());
  }

  private static AccessRules access(WireReader in) {
    String authentication = in.shared();
    var readers = in.texts();
    return authentication.isEmpty() && readers.isEmpty()
        ? AccessRules.NONE
        : new AccessRules(authentication, readers);
  }

  private static void consumer(WireWriter out, Consumer consumer) {
    out.text(consumer.team())
        .text(consumer.contact())
        .text(consumer.channel())
        .text(consumer.version())
        .text(consumer.use());
  }

  private static Consumer consumer(WireReader in) {
    return new Consumer(in.shared(), in.shared(), in.shared(), in.shared(), in.text());
  }

  private static void port(WireWriter out, Port port) {
    out.word(port.kind())
        .text(port.name())
        .text(port.description())
        .text(port.type())
        .text(port.version())
        .text(port.contract())
        .texts(port.endpoints());
  }

  private static Port port(WireReader in) {
    return new Port(
        in.word(PORTS), in.shared(), in.text(), in.shared(), in.shared(), in.text(), in.texts());
  }

  private static void slos(WireWriter out, Slos slos) {
    out.list(slos.all(), (o, slo) -> o.text(slo.name()).text(slo.text()));
  }

  private static Slos slos(WireReader in) {
    var all = in.list(i -> Slo.of(i.shared(), i.shared()));
    return all.isEmpty() ? Slos.NONE : new Slos(all);
  }

  private static void dependency(WireWriter out, Dependency dependency) {
    out.text(dependency.name()).text(dependency.reason());
  }

  private static Dependency dependency(WireReader in) {
    return new Dependency(in.shared(), in.text());
  }

  private static void cost(WireWriter out, Cost cost) {
    out.text(cost.item());
    money(out, cost.monthly());
    out.text(cost.note());
  }

  private static Cost cost(WireReader in) {
    return new Cost(in.shared(), money(in), in.text());
  }

  private static void money(WireWriter out, Money money) {
    out.decimal(money.amount()).text(money.currency());
  }

  private static Money money(WireReader in) {
    return new Money(in.decimal(), in.shared());
  }
}

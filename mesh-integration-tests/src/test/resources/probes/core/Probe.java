package probe;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.product.DataProduct;

/** Reads YAML and JSON, is refused a domain without an owner, registers and finds a product. */
public class Probe {
  public static void main(String[] args) {
    var yaml = DocumentReader.standard().read("id: ventas.orders", "probe.yml");
    var json = DocumentReader.standard().read("{\"id\": \"ventas.orders\"}", "probe.json");
    boolean good = yaml.equals(json) && refusesADomainWithoutOwner();
    try (Catalog catalog = Catalog.inMemory()) {
      catalog.declare(Domains.read("domains: {ventas: {owner: sales@company.com}}", "d.yml")).orThrow();
      catalog.register(DataProduct.builder("ventas.orders").owner("sales@company.com").build()).orThrow();
      good &= catalog.search("orders").hits().size() == 1;
    }
    System.out.println(good ? "ok" : "wrong");
  }

  private static boolean refusesADomainWithoutOwner() {
    try {
      Domains.read("domains: {ventas: {mission: none}}", "d.yml");
      return false;
    } catch (InvalidInputException e) {
      return !e.problems().isEmpty();
    }
  }
}

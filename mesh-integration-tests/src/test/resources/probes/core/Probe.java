package probe;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.schema.Schema;

/** Reads a YAML and a JSON document and a schema. */
public class Probe {
  public static void main(String[] args) {
    var yaml = DocumentReader.standard().read("id: ventas.orders", "probe.yml");
    var json = DocumentReader.standard().read("{\"id\": \"ventas.orders\"}", "probe.json");
    ProductId id = ProductId.of(yaml.find("id").orElseThrow().text().orElseThrow());
    boolean good = yaml.equals(json) && id.domain().equals("ventas") && Schema.of("a: integer!, b: decimal").fields().size() == 2;
    System.out.println(good ? "ok" : "wrong");
  }
}

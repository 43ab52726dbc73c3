package dev.datamesh.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.cli.Mesh;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.catalog.Catalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogCommandTest {

  @TempDir Path folder;
  private String out = "";
  private String err = "";

  private int mesh(String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--data", folder.resolve("data").toString()));
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        Mesh.run(args.toArray(String[]::new), new PrintWriter(output), new PrintWriter(errors));
    out = output.toString();
    err = errors.toString();
    return code;
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void a_product_is_registered_found_shown_deprecated_and_exported() throws IOException {
    String domains = file("domains.yml", "domains: {ventas: {owner: a@b.c, data_products: [x]}}");
    String product =
        file(
            "revenue.yaml",
            "domain: ventas\nname: revenue\nowner: a@b.c\ntags: [gold]\n"
                + "costs: [{item: Storage, monthly: $50}]\n");
    assertThat(mesh("catalog", "register", product)).isOne();
    assertThat(out).contains("the domain \"ventas\" is not declared");
    assertThat(mesh("catalog", "declare", domains)).isZero();
    assertThat(mesh("catalog", "register", product)).isZero();
    assertThat(mesh("catalog", "register", product)).isOne();
    assertThat(mesh("catalog", "list")).isZero();
    assertThat(out).contains("ventas.x", "declared", "ventas.revenue", "2 of 2 products");
    assertThat(mesh("catalog", "list", "--tag", "gold", "--status", "active", "--json")).isZero();
    assertThat(out).startsWith("[{\"name\":\"revenue\"");
    assertThat(mesh("catalog", "search", "rev*", "owner:a")).isZero();
    assertThat(mesh("catalog", "search", "nothing")).isOne();
    assertThat(mesh("catalog", "show", "revenue")).isZero();
    assertThat(out).contains("monthly: ");
    assertThat(mesh("catalog", "show", "revenue", "--as", "bitol", "--json")).isZero();
    assertThat(out).contains("\"kind\":\"DataProduct\"");
    assertThat(mesh("catalog", "canvas", "revenue")).isZero();
    assertThat(out).contains("- **Total**: $50/month");
    assertThat(mesh("catalog", "deprecate", "ventas.revenue")).isZero();
    assertThat(mesh("catalog", "history", "revenue")).isZero();
    assertThat(out).contains("registered ventas.revenue", "deprecated ventas.revenue");
    String export = folder.resolve("products.json").toString();
    assertThat(mesh("catalog", "export", export)).isZero();
    assertThat(mesh("catalog", "import", export)).isZero();
    assertThat(out).contains("took over 1 products");
    assertThat(mesh("catalog", "audit", "--verify")).isZero();
    String head = out.strip().substring(out.strip().lastIndexOf(' ') + 1);
    assertThat(mesh("catalog", "audit", "--head", head)).isZero();
    assertThat(mesh("catalog", "audit", "--head", "ab".repeat(32))).isOne();
    assertThat(mesh("catalog", "audit", "--json")).isZero();
    assertThat(out).contains("\"action\":\"registered\"").contains("\"outcome\":\"granted\"");
  }

  @Test
  void the_lineage_of_a_folder_goes_with_its_products_to_another() throws IOException {
    mesh("catalog", "declare", file("domains.yml", "domains: {ventas: {owner: a@b.c}}"));
    assertThat(mesh("catalog", "export", folder.resolve("p.json").toString(), "--lineage", "x.y/z"))
        .isEqualTo(2);
    String lineage =
        file("lineage.json", "[{\"source\": \"raw-orders\", \"target\": \"customer-orders\"}]");
    String products = folder.resolve("products.json").toString();
    assertThat(mesh("catalog", "export", products)).isZero();
    assertThat(mesh("catalog", "import", products, "--lineage", lineage)).isZero();
    assertThat(out).contains("took over 1 entries of lineage");
    String again = folder.resolve("again.json").toString();
    assertThat(mesh("catalog", "export", products, "--lineage", again)).isZero();
    assertThat(out).contains("wrote " + products + " and " + again);
    assertThat(Files.readString(Path.of(again))).contains("\"target\" : \"customer-orders\"");
    assertThat(mesh("lineage", "downstream", "raw-orders")).isZero();
    assertThat(out).contains("customer-orders");
    file("lineage.json", "[{\"source\": \"raw-orders\"}]");
    assertThat(mesh("catalog", "import", products, "--lineage", lineage)).isEqualTo(2);
    assertThat(err).contains("/lineage/0/target");
  }

  @Test
  void uses_are_listed_and_a_keyed_audit_needs_its_key() throws IOException {
    String key = file("key", "0123456789abcdef0123456789abcdef");
    mesh(
        "catalog",
        "declare",
        file("domains.yml", "domains: {ventas: {owner: a@b.c}}"),
        "--audit-key",
        key);
    String product = file("a.yaml", "domain: ventas\nname: a\nowner: a@b.c\n");
    assertThat(mesh("catalog", "register", product)).isEqualTo(2);
    assertThat(err).contains("its audit is linked by a key");
    assertThat(mesh("catalog", "register", product, "--audit-key", key)).isZero();
    assertThat(mesh("catalog", "audit", "--verify")).isOne();
    assertThat(mesh("catalog", "audit", "--verify", "--audit-key", key)).isZero();
    try (Catalog catalog =
        Catalog.builder()
            .auditKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII))
            .at(folder.resolve("data"))) {
      catalog.as(Principal.reader("bi")).usage().record(ProductId.of("ventas.a"));
    }
    assertThat(mesh("catalog", "usage", "a")).isZero();
    assertThat(out).containsPattern("ventas.a +1.0.0 +bi +1 ");
    assertThat(mesh("catalog", "usage", "--json")).isZero();
    assertThat(out).contains("\"principal\":\"bi\",\"uses\":1");
    assertThat(mesh("catalog", "list", "--audit-key", "missing")).isEqualTo(2);
  }

  @Test
  void keys_are_shown_once_and_revoked() {
    assertThat(mesh("keys", "issue", "pipeline", "--role", "domain_owner", "--domain", "ventas"))
        .isZero();
    String secret = out.strip();
    assertThat(secret).startsWith("mesh_");
    assertThat(mesh("keys", "list")).isZero();
    assertThat(out).contains("pipeline (domain_owner of [ventas])").doesNotContain(secret);
    assertThat(mesh("keys", "revoke", secret.split("_")[1])).isZero();
    assertThat(mesh("keys", "revoke", "nothing")).isOne();
    assertThat(mesh("keys", "list", "--json")).isZero();
    assertThat(out).contains("\"revoked\":true");
  }

  @Test
  void what_cannot_be_used_is_one_line_and_exit_code_two() throws IOException {
    assertThat(mesh("catalog", "list")).isEqualTo(2);
    assertThat(err).contains("there is none").hasLineCount(1);
    assertThat(mesh("catalog", "register", file("broken.yaml", "domain: ["))).isEqualTo(2);
    assertThat(mesh("keys", "issue", "x")).isZero();
    assertThat(mesh("catalog", "show", "nothing")).isEqualTo(2);
    assertThat(err).contains("Cannot find the product \"nothing\"");
    assertThat(mesh("catalog", "show")).isEqualTo(2);
  }
}

package dev.datamesh.cli.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.cli.Mesh;
import dev.datamesh.testkit.SharedFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DomainsCommandTest {

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int check(String text, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("domains.yml"), text);
    return run(file, options);
  }

  private int run(Path file, String... options) {
    String[] args = new String[3 + options.length];
    args[0] = "domains";
    args[1] = "check";
    args[2] = file.toString();
    System.arraycopy(options, 0, args, 3, options.length);
    return Mesh.run(args, new PrintWriter(out), new PrintWriter(err));
  }

  @Test
  void the_marketplace_is_understood() {
    SharedFolder.find("data/marketplace/domains.yml")
        .ifPresent(
            file -> {
              assertThat(run(file)).isZero();
              assertThat(out.toString()).contains("5 domains, 15 data products");
            });
  }

  @Test
  void a_file_without_problems_is_a_yes() throws IOException {
    assertThat(check("domains: {ventas: {owner: a@b.c, data_products: [x]}}", "--json")).isZero();
    assertThat(out.toString()).contains("\"valid\":true").contains("\"name\":\"ventas\"");
  }

  @Test
  void a_problem_is_a_no_with_file_line_and_expectation() throws IOException {
    assertThat(check("domains:\n  ventas:\n    owner: a@b.c\n    budget_monthly: lots\n")).isOne();
    assertThat(out.toString())
        .contains("domains.yml:4:21 /domains/ventas/budget_monthly: \"lots\" is not understood");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void machines_get_problems_as_json() throws IOException {
    assertThat(check("domains:\n  ventas: {}\n", "--json")).isOne();
    assertThat(out.toString())
        .contains("\"valid\":false")
        .contains("\"path\":\"/domains/ventas/owner\",\"line\":2,\"column\":11");
  }

  @Test
  void what_is_no_yaml_is_unusable() throws IOException {
    assertThat(check("domains: [ventas: {")).isEqualTo(2);
    assertThat(check("")).isEqualTo(2);
    assertThat(check("domains: {a: {owner: x}, a: {owner: y}}")).isEqualTo(2);
    assertThat(run(folder.resolve("missing.yml"))).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("a second time").contains("no such file");
  }
}

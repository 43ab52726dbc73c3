package dev.datamesh.testkit.standards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.product.BitolOdps;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.Dpds;
import dev.datamesh.core.product.Port;
import dev.datamesh.core.product.ProductFormat;
import dev.datamesh.core.product.Status;
import dev.datamesh.testkit.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents of others are written as they were read; where the shared folder is present. */
class StandardsTest {

  private static Node read(Path file) {
    return DocumentReader.standard().read(file);
  }

  @Test
  void the_domains_of_the_marketplace_are_written_as_the_same_tree() {
    SharedFolder.find("data/marketplace/domains.yml")
        .ifPresent(file -> assertThat(Domains.read(file).toDocument()).isEqualTo(read(file)));
  }

  @Test
  void every_case_of_bitol_is_written_as_the_same_tree() throws IOException {
    Path folder = SharedFolder.find("corpora/bitol-odps/docs/examples").orElse(null);
    if (folder == null) {
      return;
    }
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.sorted().toList();
    }
    assertThat(files).hasSize(2);
    for (Path file : files) {
      Node document = read(file);
      assertThat(ProductFormat.of(document)).isEqualTo(ProductFormat.BITOL_ODPS);
      DataProduct product = BitolOdps.read(document, file.toString(), "retail");
      assertThat(BitolOdps.write(product)).as(file.toString()).isEqualTo(document);
      assertThat(product.ports(Port.Kind.OUTPUT)).isNotEmpty();
    }
    DataProduct customer = BitolOdps.read(read(files.get(0)), "customer");
    assertThat(customer.id()).hasToString("seller.customer_data_product");
    assertThat(customer.owner()).isEqualTo("john.doe@retailcorp.com");
    assertThat(customer.status()).isEqualTo(Status.INACTIVE);
  }

  @Test
  void the_full_example_of_dpds_is_written_as_the_same_tree() {
    SharedFolder.find("corpora/dpds/examples/tripexecution/data-product-descriptor.json")
        .ifPresent(
            file -> {
              Node document = read(file);
              DataProduct product = Dpds.read(document, file.toString());
              assertThat(Dpds.write(product)).isEqualTo(document);
              assertThat(product.id()).hasToString("transport_management.trip_execution");
              assertThat(product.owner()).isEqualTo("john.doe@company-xyz.com");
              assertThat(product.ports())
                  .extracting(Port::name)
                  .containsExactly(
                      "trip-tms-iport", "trip-status-oport", "trip-events-oport", "health-obport");
            });
  }
}

package dev.datamesh.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.product.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A catalog that an earlier build wrote opens as it was. The kept file holds each record in Base64,
 * an empty line behind each commit; {@code -Dmesh.catalog.write=FILE} writes a new one, which is
 * only for a new number of the format.
 */
class CatalogFormatTest {

  private static final ProductId B = ProductId.of("producto.b");

  private static final byte[] KEY =
      "the kept key of format 2, 32 long".getBytes(StandardCharsets.US_ASCII);

  private static List<List<byte[]>> kept(String file) throws IOException {
    List<List<byte[]>> commits = new ArrayList<>();
    List<byte[]> records = new ArrayList<>();
    try (InputStream in = CatalogFormatTest.class.getResourceAsStream(file)) {
      String text =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
      for (String line : text.lines().toList()) {
        if (line.isEmpty()) {
          commits.add(List.copyOf(records));
          records.clear();
        } else {
          records.add(Base64.getDecoder().decode(line));
        }
      }
    }
    return commits;
  }

  /** Writes an event of every kind. */
  private static Journal written() {
    Journal journal = Journal.inMemory();
    Catalogs.HandClock clock = new Catalogs.HandClock();
    Catalog catalog = Catalogs.declared(Catalog.builder().clock(clock).on(journal));
    catalog.register(SampleProducts.full("ventas.a")).orThrow();
    catalog.register(Catalogs.product("ventas.gone").build()).orThrow();
    clock.advance(Duration.ofHours(1));
    catalog.move(ProductId.of("ventas.a"), B).orThrow();
    catalog.update(B, builder -> builder.status("active")).orThrow();
    catalog.deprecate(B).orThrow();
    catalog.delete(ProductId.of("ventas.gone")).orThrow();
    catalog.contracts().publish(B, SemanticVersion.of("1.0"), "{\"a\": 1}").orThrow();
    IssuedKey key = catalog.keys().issue(Principal.domainOwner("ana", "ventas"));
    catalog.keys().revoke(key.id()).orThrow();
    catalog.as(Principal.reader("bo", "ventas")).access().ask(B, "reports").orThrow();
    try {
      catalog.as(Principal.reader("bo")).retire(B);
    } catch (dev.datamesh.core.AccessDeniedException e) {
      catalog.retire(B).orThrow();
    }
    return journal;
  }

  /** What format 2 has beyond format 1: links by a key, and uses. */
  static Journal writtenWithAKey() {
    Journal journal = Journal.inMemory();
    Catalogs.HandClock clock = new Catalogs.HandClock();
    Catalog catalog = Catalogs.declared(Catalog.builder().clock(clock).auditKey(KEY).on(journal));
    catalog.register(Catalogs.product("producto.b").build()).orThrow();
    catalog.as(Principal.reader("bi")).usage().record(B, SemanticVersion.of("1.0"), 3);
    catalog.deprecate(B).orThrow();
    return journal;
  }

  /** With {@code -Dmesh.catalog.write=FILE} the records of a journal are written there. */
  private static void writeWhereAsked(String property, Journal journal) throws IOException {
    String file = System.getProperty(property, "");
    if (!file.isEmpty()) {
      Files.writeString(Path.of(file), text(journal));
    }
  }

  static String text(Journal journal) {
    StringBuilder text = new StringBuilder();
    journal.replay(
        1,
        commit -> {
          for (byte[] record : commit.records()) {
            text.append(Base64.getEncoder().encodeToString(record)).append('\n');
          }
          text.append('\n');
        });
    return text.toString();
  }

  private static Journal journalOf(String file) throws IOException {
    Journal journal = Journal.inMemory();
    for (List<byte[]> commit : kept(file)) {
      journal.append(commit.stream().map(byte[]::clone).toList());
    }
    return journal;
  }

  @Test
  void the_kept_records_of_format_2_open_with_their_key() throws IOException {
    writeWhereAsked("mesh.catalog.write2", writtenWithAKey());
    Catalog catalog = Catalog.builder().auditKey(KEY).on(journalOf("catalog-format-2.txt"));
    assertThat(catalog.audit().verify().isIntact()).isTrue();
    assertThat(catalog.usage().of(B))
        .containsExactly(new UseCount(B, "bi", SemanticVersion.of("1.0"), 3, Catalogs.NOW));
    assertThat(catalog.get(B).status()).isEqualTo(Status.DEPRECATED);
  }

  @Test
  void the_kept_records_open_as_they_were_written() throws IOException {
    writeWhereAsked("mesh.catalog.write", written());
    Journal journal = journalOf("catalog-format-1.txt");
    Catalog catalog = Catalog.builder().on(journal);
    assertThat(catalog.audit().verify().isIntact()).isTrue();
    CatalogEntry entry = catalog.get("ventas.a");
    assertThat(entry.product())
        .isEqualTo(SampleProducts.full("ventas.a").toBuilder().id(B).status("inactive").build());
    assertThat(entry.created()).isEqualTo(Catalogs.NOW);
    assertThat(catalog.domains()).isEqualTo(Catalogs.domains().all());
    assertThat(catalog.contracts().of(B))
        .extracting(ContractVersion::text)
        .containsExactly("{\"a\": 1}");
    assertThat(catalog.keys().list()).extracting(ApiKey::isRevoked).containsExactly(false, true);
    assertThat(catalog.access().list()).extracting(AccessRequest::principal).containsExactly("bo");
    assertThat(catalog.audit().records(catalog.revision(), 1))
        .extracting(AuditRecord::granted)
        .containsExactly(true, false);
  }
}

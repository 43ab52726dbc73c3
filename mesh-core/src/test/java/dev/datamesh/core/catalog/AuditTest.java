package dev.datamesh.core.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datamesh.core.AccessDeniedException;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.MeshException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.product.Sharing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest {

  private static final ProductId A = ProductId.of("ventas.a");
  private final Catalogs.HandClock clock = new Catalogs.HandClock();
  private final Catalog catalog = Catalogs.declared(Catalog.builder().clock(clock).inMemory());

  @Test
  void writes_and_refusals_leave_records() {
    catalog.register(Catalogs.product("ventas.a").sharing(Sharing.PRIVATE).build()).orThrow();
    Catalog bo = catalog.as(Principal.reader("bo"));
    assertThatThrownBy(() -> bo.retire(A)).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> bo.get(A)).isInstanceOf(AccessDeniedException.class);
    long before = catalog.revision();
    assertThat(catalog.revision()).isEqualTo(before);
    catalog.retire(A).orThrow();
    assertThat(catalog.audit().records(before + 1, 10))
        .extracting(AuditRecord::principal, AuditRecord::action, AuditRecord::granted)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("platform", "retired", true),
            org.assertj.core.groups.Tuple.tuple("bo", "retire", false),
            org.assertj.core.groups.Tuple.tuple("bo", "read", false));
  }

  @Test
  void refusals_that_wait_are_written_at_closing_and_never_hold_up() {
    Journal journal = Journal.inMemory();
    Catalog shared = Catalog.builder().on(journal);
    Catalogs.declared(shared);
    Catalog bo = shared.as(Principal.reader("bo"));
    for (int i = 0; i < 5_000; i++) {
      assertThatThrownBy(() -> bo.retire(A)).isInstanceOf(AccessDeniedException.class);
    }
    shared.register(Catalogs.product("ventas.a").build()).orThrow();
    assertThat(shared.audit().records(shared.revision(), 1))
        .hasSize(1_002)
        .last()
        .satisfies(record -> assertThat(record.detail()).isEqualTo("4000 more refusals"));
  }

  @Test
  void a_key_is_shown_once_and_opens_until_it_is_revoked() {
    IssuedKey key = catalog.keys().issue(Principal.domainOwner("pipeline", "ventas"));
    assertThat(key.secret()).matches("mesh_[0-9a-f]{12}_[A-Za-z0-9_-]{43}");
    assertThat(key.toString()).doesNotContain(key.secret().substring(18));
    assertThat(catalog.keys().list().toString()).doesNotContain(key.secret().substring(18));
    Principal holder = catalog.keys().authenticate(key.secret()).orElseThrow();
    assertThat(catalog.as(holder).register(Catalogs.product("ventas.a").build()).isDone()).isTrue();
    assertThat(catalog.keys().authenticate(key.secret() + "x")).isEmpty();
    assertThat(catalog.keys().authenticate("")).isEmpty();
    assertThat(catalog.keys().authenticate("mesh_" + key.id() + "_")).isEmpty();
    catalog.keys().revoke(key.id()).orThrow();
    assertThat(catalog.keys().authenticate(key.secret())).isEmpty();
    assertThat(catalog.keys().revoke(key.id()).isDone()).isFalse();
    assertThatThrownBy(() -> catalog.as(holder).keys().issue(holder))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void access_is_asked_approved_by_the_owner_expires_and_is_revoked() {
    catalog.register(Catalogs.product("ventas.a").sharing(Sharing.PRIVATE).build()).orThrow();
    Catalog bo = catalog.as(Principal.reader("bo", "producto"));
    Catalog owner = catalog.as(Principal.domainOwner("ana", "ventas"));
    AccessRequest asked = bo.access().ask(A, "reports").orThrow();
    assertThatThrownBy(() -> bo.access().approve(asked.id(), Catalogs.NOW.plusSeconds(60)))
        .isInstanceOf(AccessDeniedException.class);
    owner.access().approve(asked.id(), Catalogs.NOW.plusSeconds(60)).orThrow();
    assertThat(bo.find(A)).isPresent();
    assertThat(bo.search("name:a").total()).isOne();
    clock.advance(Duration.ofSeconds(60));
    assertThat(bo.find(A)).isEmpty();
    owner.access().approve(asked.id(), Catalogs.NOW.plusSeconds(600)).orThrow();
    assertThat(bo.find(A)).isPresent();
    owner.access().revoke(asked.id()).orThrow();
    assertThat(bo.find(A)).isEmpty();
    assertThat(owner.access().approve(asked.id(), Catalogs.NOW).isDone()).isFalse();
    assertThat(catalog.as(Principal.reader("cy")).access().list()).isEmpty();
  }

  @Test
  void every_changed_byte_of_the_record_is_found() {
    Journal journal = Journal.inMemory();
    Catalog shared = Catalogs.declared(Catalog.builder().clock(clock).on(journal));
    shared.register(SampleProducts.full("ventas.a")).orThrow();
    shared.retire(A).orThrow();
    shared.keys().issue(Principal.reader("bo"));
    List<Commit> commits = new ArrayList<>();
    journal.replay(1, commits::add);
    assertThat(verdict(commits).isIntact()).isTrue();
    int changed = 0;
    for (int commit = 0; commit < commits.size(); commit++) {
      for (int record = 0; record < commits.get(commit).records().size(); record++) {
        byte[] bytes = commits.get(commit).records().get(record);
        for (int at = 0; at < bytes.length; at++) {
          bytes[at] ^= 0x10;
          assertThat(verdict(commits).isIntact())
              .as("byte %d of record %d of commit %d", at, record, commit)
              .isFalse();
          bytes[at] ^= 0x10;
          changed++;
        }
      }
    }
    assertThat(changed).isGreaterThan(1_000);
    assertThat(verdict(commits.subList(0, commits.size() - 1)).isIntact()).isTrue();
    assertThat(shared.audit().verify(shared.audit().head()).isIntact()).isTrue();
    assertThat(shared.audit().verify("ab".repeat(32)).isIntact()).isFalse();
  }

  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final byte[] OTHER = "fedcba9876543210fedcba9876543210".getBytes(UTF_8);

  @Test
  void with_a_key_of_the_host_a_record_that_was_computed_anew_is_found_too() {
    Journal journal = Journal.inMemory();
    Catalog keyed = Catalogs.declared(Catalog.builder().auditKey(KEY).on(journal));
    keyed.register(Catalogs.product("ventas.a").build()).orThrow();
    keyed.retire(A).orThrow();
    assertThat(keyed.audit().verify().isIntact()).isTrue();
    assertThat(keyed.audit().verify(keyed.audit().head()).isIntact()).isTrue();

    // Whoever can write the files makes a record that is intact in itself.
    Journal forged = Journal.inMemory();
    Catalog forger = Catalogs.declared(Catalog.builder().on(forged));
    forger.register(Catalogs.product("ventas.a").build()).orThrow();
    assertThat(forger.audit().verify().isIntact()).isTrue();
    assertThat(Catalog.builder().auditKey(KEY).on(forged).audit().verify())
        .hasToString(
            "Broken[revision=3, reason=no link was made with the key; it takes effect with the next"
                + " write]");

    List<Commit> commits = new ArrayList<>();
    journal.replay(1, commits::add);
    assertThat(verdict(commits, AuditKey.of(KEY)).isIntact()).isTrue();
    assertThat(verdict(commits, AuditKey.of(OTHER)).isIntact()).isFalse();
    assertThat(verdict(commits).toString()).contains("was made with a key; verify with it");
    List<Commit> mixed = new ArrayList<>(commits);
    forged.replay(2, mixed::add);
    assertThat(verdict(mixed, AuditKey.of(KEY)).isIntact()).isFalse();
    byte[] record = commits.get(1).records().get(1);
    record[record.length - 1] ^= 1;
    assertThat(verdict(commits, AuditKey.of(KEY)).isIntact()).isFalse();
  }

  @Test
  void a_catalog_that_gets_a_key_goes_on_with_it_and_takes_no_writes_without() {
    Journal journal = Journal.inMemory();
    Catalogs.declared(Catalog.builder().on(journal));
    Catalog keyed = Catalog.builder().auditKey(KEY).on(journal);
    keyed.register(Catalogs.product("ventas.a").build()).orThrow();
    assertThat(keyed.audit().verify().isIntact()).isTrue();
    keyed.checkpoint();
    assertThat(Catalog.builder().auditKey(KEY).on(journal).audit().verify().isIntact()).isTrue();
    assertThatThrownBy(() -> Catalog.builder().on(journal))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "Cannot write to the catalog, its audit is linked by a key; give the key or open it for"
                + " reading");
    assertThatThrownBy(() -> Catalog.builder().auditKey(OTHER).on(journal))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("linked by another key");
    assertThatThrownBy(() -> Catalog.builder().auditKey(new byte[31]))
        .isInstanceOf(InvalidInputException.class);
    assertThat(AuditKey.of(KEY).toString()).doesNotContain("0123");
  }

  private static AuditVerdict verdict(List<Commit> commits) {
    return verdict(commits, AuditKey.NONE);
  }

  private static AuditVerdict verdict(List<Commit> commits, AuditKey key) {
    AuditLog.Chain chain = new AuditLog.Chain(key);
    try {
      commits.forEach(chain::take);
    } catch (MeshException e) {
      return new AuditVerdict.Broken(0, String.valueOf(e.getMessage()));
    }
    return chain.verdict();
  }
}

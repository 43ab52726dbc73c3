package dev.datamesh.core.catalog;

import dev.datamesh.core.MeshException;
import dev.datamesh.core.StorageException;
import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.CommitStore;
import dev.datamesh.core.journal.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who did what and when, granted or refused: writes, keys, access requests. Every commit is linked
 * to the one before by SHA-256, so a change of any byte shows unless every later link is computed
 * anew; against that, keep {@link #head()} elsewhere and verify with it, or give the catalog a key
 * ({@link CatalogBuilder#auditKey}).
 *
 * <p>Refused attempts are written with the next commit. Safe for use by many threads.
 */
public final class AuditLog {

  private final CommitStore store;
  private final Published published;
  private final AuditKey key;

  AuditLog(CommitStore store, Published published, AuditKey key) {
    this.store = store;
    this.published = published;
    this.key = key;
  }

  /**
   * Refuses to go on writing where the last commit is linked by a key that is not the given one.
   */
  static void requireKey(CommitStore store, AuditLink last, long revision, AuditKey key) {
    if (!last.isKeyed()) {
      return;
    }
    boolean holds = key.isThere();
    if (holds && store.read(Math.max(1, revision - 1), 2) instanceof History.Commits pair) {
      Chain chain = new Chain(key);
      pair.commits().forEach(chain::take);
      holds = chain.broken.isEmpty();
    }
    if (!holds) {
      throw new StorageException(
          "Cannot write to the catalog, its audit is linked by %s; give the key or open it for"
                  .formatted(key.isThere() ? "another key" : "a key")
              + " reading",
          "catalog");
    }
  }

  /** The link of the last commit as hexadecimal digits: 64 zeros in an empty catalog. */
  public String head() {
    return published.link().hex();
  }

  /** The records from a revision on, of at most so many commits. */
  public List<AuditRecord> records(long fromRevision, int commits) {
    List<AuditRecord> records = new ArrayList<>();
    Changes changes = new Chronicle(store, published).since(fromRevision - 1, commits);
    if (changes instanceof Changes.Compacted compacted) {
      changes = new Chronicle(store, published).since(compacted.oldest() - 1, commits);
    }
    if (changes instanceof Changes.Since since) {
      since.changes().forEach(change -> add(change, records));
    }
    return records;
  }

  private static void add(CatalogChange change, List<AuditRecord> records) {
    for (CatalogEvent event : change.events()) {
      if (event instanceof CatalogEvent.UseCounted) {
        continue;
      }
      if (event instanceof CatalogEvent.AccessRefused refused) {
        records.add(
            new AuditRecord(
                change.revision(),
                refused.at(),
                refused.principal(),
                refused.action(),
                refused.target(),
                false,
                refused.reason()));
      } else {
        records.add(
            new AuditRecord(
                change.revision(),
                change.at(),
                change.principal(),
                action(event),
                event.target(),
                true,
                detail(event)));
      }
    }
  }

  private static String action(CatalogEvent event) {
    if (event instanceof CatalogEvent.ProductPut put) {
      return put.how().name().toLowerCase(Locale.ROOT);
    }
    if (event instanceof CatalogEvent.DomainDeclared) {
      return "domain declared";
    }
    if (event instanceof CatalogEvent.ProductDeleted) {
      return "deleted";
    }
    if (event instanceof CatalogEvent.ProductMoved) {
      return "moved";
    }
    if (event instanceof CatalogEvent.ContractPublished) {
      return "contract published";
    }
    if (event instanceof CatalogEvent.KeyIssued) {
      return "key issued";
    }
    return event instanceof CatalogEvent.KeyRevoked ? "key revoked" : "access";
  }

  private static String detail(CatalogEvent event) {
    if (event instanceof CatalogEvent.ProductMoved moved) {
      return "from " + moved.from();
    }
    if (event instanceof CatalogEvent.ContractPublished published) {
      return published.contract().version().toString();
    }
    if (event instanceof CatalogEvent.KeyIssued issued) {
      return issued.key().principal().toString();
    }
    if (event instanceof CatalogEvent.AccessChanged changed) {
      AccessRequest request = changed.request();
      return request.state().name().toLowerCase(Locale.ROOT) + " for " + request.principal();
    }
    return "";
  }

  /** Computes every link anew. */
  public AuditVerdict verify() {
    Chain chain = new Chain(key);
    try {
      Optional<Long> oldest = StoredState.each(store, 1, chain::take);
      if (oldest.isPresent()) {
        chain = new Chain(key);
        StoredState.each(store, oldest.get(), chain::take);
      }
    } catch (MeshException e) {
      return new AuditVerdict.Broken(chain.next, String.valueOf(e.getMessage()));
    }
    return chain.verdict();
  }

  /** Computes every link anew; the given one, kept elsewhere, must be among them. */
  public AuditVerdict verify(String earlierHead) {
    AuditVerdict verdict = verify();
    if (!verdict.isIntact() || earlierHead.chars().allMatch(c -> c == '0')) {
      return verdict;
    }
    boolean[] found = new boolean[1];
    WireReader.Words words = new WireReader.Words();
    StoredState.each(
        store,
        ((AuditVerdict.Intact) verdict).from(),
        commit -> {
          AuditLink link = CommitHeader.read(commit.records().get(0), words).link();
          found[0] |= link.hex().equalsIgnoreCase(earlierHead);
        });
    return found[0]
        ? verdict
        : new AuditVerdict.Broken(
            ((AuditVerdict.Intact) verdict).from(),
            "no commit has the link " + earlierHead + ": the log is not the one it came from");
  }

  /** Follows the links. For one thread at a time. */
  static final class Chain {

    private final WireReader.Words words = new WireReader.Words();
    private final AuditKey key;
    private AuditLink link = AuditLink.none();
    private long first;
    private long next = 1;
    private long count;
    private String broken = "";

    Chain(AuditKey key) {
      this.key = key;
    }

    void take(Commit commit) {
      if (!broken.isEmpty()) {
        return;
      }
      next = commit.revision();
      CommitHeader header = CommitHeader.read(commit.records().get(0), words);
      if (!Arrays.equals(header.bytes(), commit.records().get(0))) {
        broken = "the header has bytes beyond what it says";
        return;
      }
      List<byte[]> events = commit.records().subList(1, commit.records().size());
      boolean isFirstKept = count == 0 && commit.revision() > 1;
      boolean leads =
          isFirstKept || key.leadsTo(header.link(), link, header.at(), header.principal(), events);
      if (header.link().isKeyed() && !key.isThere()) {
        broken = "its link was made with a key; verify with it";
      } else if (link.isKeyed() && !header.link().isKeyed()) {
        broken = "it follows a link that was made with a key, and its own was not";
      } else if (!leads) {
        broken = "its bytes do not lead to the link that it carries";
      }
      if (!broken.isEmpty()) {
        return;
      }
      first = count == 0 ? commit.revision() : first;
      link = header.link();
      count++;
    }

    AuditVerdict verdict() {
      if (broken.isEmpty() && key.isThere() && count > 0 && !link.isKeyed()) {
        broken = "no link was made with the key; it takes effect with the next write";
      }
      return broken.isEmpty()
          ? new AuditVerdict.Intact(count, first, link.hex())
          : new AuditVerdict.Broken(next, broken);
    }
  }
}

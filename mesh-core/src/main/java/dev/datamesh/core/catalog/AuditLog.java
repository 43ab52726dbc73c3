package dev.datamesh.core.catalog;

import dev.datamesh.core.MeshException;
import dev.datamesh.core.journal.Commit;
import dev.datamesh.core.journal.CommitStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who did what and when, granted or refused: writes, keys, access requests. Every commit is linked
 * to the one before by SHA-256, so a change of any byte shows unless every later link is computed
 * anew; against that, keep {@link #head()} elsewhere and verify with it.
 *
 * <p>Refused attempts are written with the next commit. Safe for use by many threads.
 */
public final class AuditLog {

  private final CommitStore store;
  private final Published published;

  AuditLog(CommitStore store, Published published) {
    this.store = store;
    this.published = published;
  }

  /** The link of the last commit as hexadecimal digits: 64 zeros in an empty catalog. */
  public String head() {
    return HexFormat.of().formatHex(published.link());
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
    Chain chain = new Chain();
    try {
      Optional<Long> oldest = StoredState.each(store, 1, chain::take);
      if (oldest.isPresent()) {
        chain = new Chain();
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
          byte[] link = CommitHeader.read(commit.records().get(0), words).link();
          found[0] |= HexFormat.of().formatHex(link).equalsIgnoreCase(earlierHead);
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
    private byte[] link = new byte[CommitHeader.LINK_BYTES];
    private long first;
    private long next = 1;
    private long count;
    private String broken = "";

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
      byte[] expected = CommitHeader.link(link, header.at(), header.principal(), events);
      if (!isFirstKept && !Arrays.equals(expected, header.link())) {
        broken = "its bytes do not lead to the link that it carries";
        return;
      }
      first = count == 0 ? commit.revision() : first;
      link = header.link();
      count++;
    }

    AuditVerdict verdict() {
      return broken.isEmpty()
          ? new AuditVerdict.Intact(count, first, HexFormat.of().formatHex(link))
          : new AuditVerdict.Broken(next, broken);
    }
  }
}

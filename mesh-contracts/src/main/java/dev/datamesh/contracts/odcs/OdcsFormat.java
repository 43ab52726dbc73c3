package dev.datamesh.contracts.odcs;

import dev.datamesh.contracts.Assessment;
import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Comparison;
import dev.datamesh.contracts.ContractFormat;
import dev.datamesh.contracts.ContractModel;
import dev.datamesh.contracts.ContractSource;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.Party;
import dev.datamesh.contracts.Place;
import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.Severity;
import dev.datamesh.contracts.Verdict;
import dev.datamesh.core.document.Node;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Open Data Contract Standard, 3.0 to 3.2. */
public final class OdcsFormat implements ContractFormat {

  /** What table formats such as Iceberg evolve by themselves is safe. */
  public static final Profile ICEBERG =
      new Profile(
          "iceberg",
          Profile.Basis.FINDINGS,
          List.of(
              Profile.deviation(
                  "the table format promotes types and names columns by number",
                  Severity.INFO,
                  Set.of(
                      Change.TYPE_WIDENED,
                      Change.FIELD_RENAMED,
                      Change.FIELD_REMOVED,
                      Change.MADE_OPTIONAL,
                      Change.ENUM_VALUE_ADDED)),
              Profile.deviation(
                  "stored rows cannot be read",
                  Severity.BREAKING,
                  Set.of(
                      Change.TYPE_CHANGED,
                      Change.TYPE_NARROWED,
                      Change.MADE_REQUIRED,
                      Change.REQUIRED_FIELD_ADDED,
                      Change.ENTRY_REMOVED))));

  /** Found by the service loader. */
  public OdcsFormat() {}

  @Override
  public String name() {
    return "odcs";
  }

  @Override
  public Mode defaultMode() {
    return Mode.READERS;
  }

  @Override
  public int recognises(ContractSource source) {
    Node tree = source.findTree().orElse(null);
    if (tree == null || tree.find("apiVersion").isEmpty()) {
      return 0;
    }
    boolean says = tree.find("kind").flatMap(Node::text).filter("DataContract"::equals).isPresent();
    return says ? 9 : 0;
  }

  @Override
  public ContractModel read(ContractSource source) {
    return new OdcsModel(OdcsContract.of(source.tree()));
  }

  @Override
  public List<Profile> profiles() {
    return List.of(ICEBERG);
  }

  @Override
  public Assessment compare(ContractModel older, ContractModel newer, Comparison comparison) {
    OdcsModel before = (OdcsModel) older;
    OdcsModel after = (OdcsModel) newer;
    List<Finding> findings =
        new ArrayList<>(
            new TableDiff(comparison.mode(), before.deprecations(), comparison.today())
                .announcing(after.deprecations())
                .compare(before.contract().tables(), after.contract().tables()));
    status(before.contract(), after.contract(), comparison.today()).ifPresent(findings::add);
    before
        .deprecations()
        .movedEarlierIn(after.deprecations())
        .forEach(refusal -> findings.add(sunset(refusal.message())));
    boolean breaks = findings.stream().anyMatch(Finding::isBreaking);
    return new Assessment(
        findings, breaks ? Verdict.BREAKING : Verdict.COMPATIBLE, "", Optional.empty());
  }

  private static Finding sunset(String message) {
    return new Finding(
        "sunset-moved-earlier",
        Change.SUNSET_BROKEN,
        "",
        Place.NOWHERE,
        Place.NOWHERE,
        "",
        "",
        Set.of(Party.READERS),
        Severity.BREAKING,
        message + ".",
        "Keep the announced sunset.");
  }

  /** A contract may be retired on the day of its end of life and not before. */
  private static Optional<Finding> status(OdcsContract older, OdcsContract newer, LocalDate today) {
    String before = older.status();
    String after = newer.status();
    if (before.equals(after)) {
      return Optional.empty();
    }
    Optional<LocalDate> end =
        older.levels().stream()
            .filter(level -> level.property().equals("endOfLife"))
            .findFirst()
            .flatMap(level -> OdcsDates.find(level.value()));
    boolean early =
        after.equals("retired")
            && (end.isEmpty() || (!today.equals(LocalDate.MIN) && today.isBefore(end.get())));
    boolean goes = after.equals("deprecated") || after.equals("retired");
    return Optional.of(
        new Finding(
            early ? "retired-before-end-of-life" : "status-changed",
            early ? Change.SUNSET_BROKEN : goes ? Change.DEPRECATED : Change.METADATA,
            "",
            place(older),
            place(newer),
            before,
            after,
            early ? Set.of(Party.READERS) : Set.of(),
            early ? Severity.BREAKING : Severity.INFO,
            "The status is %s, it was %s%s."
                .formatted(
                    after,
                    before,
                    early
                        ? end.map(day -> ", and the end of life is " + day)
                            .orElse(", and no end of life was announced")
                        : ""),
            early ? "Announce an end of life and wait for it." : ""));
  }

  private static Place place(OdcsContract contract) {
    return contract
        .document()
        .find("status")
        .map(node -> new Place("/status", node.position()))
        .orElse(Place.NOWHERE);
  }
}

package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.access.Action;
import dev.datamesh.core.access.Principal;
import dev.datamesh.core.product.Consumer;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.spi.ContractGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The versions of products' contracts. A version must be higher than the one before, and must rise
 * as far as its changes call for: what breaks needs a new major number.
 *
 * <p>Safe for use by many threads.
 */
public final class ContractVersions {

  private final CatalogEngine engine;
  private final Principal principal;

  ContractVersions(CatalogEngine engine, Principal principal) {
    this.engine = engine;
    this.principal = principal;
  }

  /**
   * Publishes a version of a product's contract. Where it breaks without a new major number, it is
   * refused with every finding and with who uses the version before.
   *
   * @throws dev.datamesh.core.InvalidInputException where the gate says that the text is no
   *     contract
   */
  public WriteResult<ContractVersion> publish(
      ProductId product, SemanticVersion version, String text) {
    engine.require(principal, Action.PUBLISH_CONTRACT, product.domain(), product.toString());
    while (true) {
      Optional<ContractVersion> latest = latestOf(product);
      ContractGate.Answer answer =
          latest.isPresent()
              ? engine
                  .settings()
                  .gate()
                  .compare(
                      product, latest.get().toText(), new ContractGate.ContractText(version, text))
              : new ContractGate.Answer(SemanticVersion.Bump.NONE, List.of());
      Publication intent =
          new Publication(product, version, text, latest, answer, engine.lineage());
      WriteResult<ContractVersion> result =
          engine.write(principal, Action.PUBLISH_CONTRACT, product.toString(), intent);
      if (!intent.isOvertaken) {
        return result;
      }
    }
  }

  /** All versions of a product's contract, the first first. */
  public List<ContractVersion> of(ProductId product) {
    engine.get(principal, product);
    return engine.state().contracts.getOrDefault(product, List.of());
  }

  public Optional<ContractVersion> find(ProductId product, SemanticVersion version) {
    return of(product).stream().filter(known -> known.version().equals(version)).findFirst();
  }

  public Optional<ContractVersion> latest(ProductId product) {
    List<ContractVersion> versions = of(product);
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
  }

  private Optional<ContractVersion> latestOf(ProductId product) {
    List<ContractVersion> versions = engine.state().contracts.getOrDefault(product, List.of());
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
  }

  /** One version, judged against the one that was the latest when the gate was asked. */
  private static final class Publication implements Intent<ContractVersion> {
    private final ProductId product;
    private final SemanticVersion version;
    private final String text;
    private final Optional<ContractVersion> latest;
    private final ContractGate.Answer answer;
    private final MovedLineage lineage;
    private boolean isOvertaken;
    private @Nullable ContractVersion published;

    Publication(
        ProductId product,
        SemanticVersion version,
        String text,
        Optional<ContractVersion> latest,
        ContractGate.Answer answer,
        MovedLineage lineage) {
      this.product = product;
      this.version = version;
      this.text = text;
      this.latest = latest;
      this.answer = answer;
      this.lineage = lineage;
    }

    @Override
    public @Nullable WriteResult<ContractVersion> stage(Stage stage) {
      String sentence = "Cannot publish the contract %s of %s".formatted(version, product);
      CatalogEntry entry = stage.entry(product);
      if (entry == null) {
        return refused(sentence, Refusal.Reason.NOT_FOUND, "the product is not registered");
      }
      List<ContractVersion> versions = stage.published().contracts.getOrDefault(product, List.of());
      ContractVersion last = versions.isEmpty() ? null : versions.get(versions.size() - 1);
      isOvertaken = !Objects.equals(last, latest.orElse(null));
      if (isOvertaken) {
        return refused(sentence, Refusal.Reason.WRONG_STATE, "another version came first");
      }
      if (last != null && version.compareTo(last.version()) <= 0) {
        return refused(
            sentence,
            Refusal.Reason.WRONG_STATE,
            "version %s is published; expected a higher one".formatted(last.version()));
      }
      if (last != null && last.version().bumpTo(version).compareTo(answer.required()) < 0) {
        return new WriteResult.Refused<>(sentence, breaks(last, entry.product()));
      }
      published = new ContractVersion(version, text, answer.findings(), stage.at());
      stage.add(new CatalogEvent.ContractPublished(product, published));
      return null;
    }

    private List<Refusal> breaks(ContractVersion last, DataProduct entry) {
      List<Refusal> reasons = new ArrayList<>();
      SemanticVersion needed = last.version().next(answer.required());
      reasons.add(
          new Refusal(
              Refusal.Reason.BREAKING_WITHOUT_MAJOR,
              "its changes since %s call for a %s version, %s at least"
                  .formatted(last.version(), answer.required(), needed)));
      for (String finding : answer.findings()) {
        reasons.add(new Refusal(Refusal.Reason.BREAKING_WITHOUT_MAJOR, finding));
      }
      List<String> users = new ArrayList<>();
      for (Consumer consumer : entry.consumers()) {
        users.add(
            consumer.team()
                + (consumer.contact().isEmpty() ? "" : " <" + consumer.contact() + ">")
                + (consumer.version().isEmpty() ? "" : " on " + consumer.version()));
      }
      for (String fed : lineage.consumers(product)) {
        users.add(fed + " (by lineage)");
      }
      if (!users.isEmpty()) {
        reasons.add(
            new Refusal(
                Refusal.Reason.BREAKING_WITHOUT_MAJOR,
                "it is used by " + String.join(", ", users)));
      }
      return reasons;
    }

    private static WriteResult<ContractVersion> refused(
        String sentence, Refusal.Reason reason, String why) {
      return new WriteResult.Refused<>(sentence, List.of(new Refusal(reason, why)));
    }

    @Override
    public ContractVersion value() {
      return Objects.requireNonNull(published);
    }

    @Override
    public boolean needsQuiet() {
      return true;
    }
  }
}

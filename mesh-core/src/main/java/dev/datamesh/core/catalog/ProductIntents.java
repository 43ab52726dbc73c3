package dev.datamesh.core.catalog;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.domain.Domain;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.DataProductBuilder;
import dev.datamesh.core.product.Status;
import dev.datamesh.core.spi.ProductLineage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What can be written about products and domains. */
final class ProductIntents {

  private ProductIntents() {}

  /** Keeps the entry that the stage gave. */
  private abstract static class EntryIntent implements Intent<CatalogEntry> {

    @Nullable CatalogEntry entry;

    @Override
    public CatalogEntry value() {
      return Objects.requireNonNull(entry);
    }

    @Override
    public boolean needsQuiet() {
      return false;
    }
  }

  static Intent<CatalogEntry> register(DataProduct product, CatalogLimits limits) {
    ProductId id = product.id();
    PreparedProduct prepared = PreparedProduct.put(product, CatalogEvent.ProductPut.How.REGISTERED);
    return new EntryIntent() {
      @Override
      public @Nullable WriteResult<CatalogEntry> stage(Stage stage) {
        List<Refusal> reasons = reasonsAgainst(product, stage);
        if (!reasons.isEmpty()) {
          return new WriteResult.Refused<>("Cannot register " + id, reasons);
        }
        CatalogEntry current = stage.entry(id);
        if (current != null && current.status() != Status.DECLARED) {
          return new WriteResult.Conflict<>(
              current,
              "Cannot register %s, it is registered since revision %d; update it instead"
                  .formatted(id, current.revision()));
        }
        if (current == null) {
          checkLimit(stage, 1, limits);
        }
        entry = stage.put(prepared, stage.at());
        return null;
      }

      @Override
      public void tell(ProductLineage lineage) {
        lineage.productRegistered(id);
      }
    };
  }

  /**
   * A change of a product.
   *
   * @param base the state that the caller's thread saw, null if it saw none
   */
  static Intent<CatalogEntry> change(
      ProductId id,
      CatalogEvent.ProductPut.How how,
      long expected,
      UnaryOperator<DataProductBuilder> change,
      @Nullable CatalogEntry base) {
    String sentence = "Cannot %s %s".formatted(verb(how), id);
    PreparedProduct early = base == null ? null : prepare(id, how, change, base, sentence);
    return new EntryIntent() {
      @Override
      public @Nullable WriteResult<CatalogEntry> stage(Stage stage) {
        CatalogEntry current = stage.entry(id);
        if (current == null) {
          return new WriteResult.Refused<>(
              sentence, List.of(new Refusal(Refusal.Reason.NOT_FOUND, "it is not registered")));
        }
        if (expected != CatalogEngine.ANY_REVISION && expected != current.revision()) {
          return new WriteResult.Conflict<>(
              current,
              "%s, it is at revision %d and not %d: read it again"
                  .formatted(sentence, current.revision(), expected));
        }
        PreparedProduct prepared =
            early != null && base != null && current.revision() == base.revision()
                ? early
                : prepare(id, how, change, current, sentence);
        List<Refusal> reasons = reasonsAgainst(prepared.product(), stage);
        if (how == CatalogEvent.ProductPut.How.DEPRECATED
            && (current.status() == Status.INACTIVE || current.status() == Status.DECLARED)) {
          reasons.add(
              new Refusal(
                  Refusal.Reason.WRONG_STATE,
                  "it is %s; only what is in use can be deprecated"
                      .formatted(current.status().word())));
        }
        if (!reasons.isEmpty()) {
          return new WriteResult.Refused<>(sentence, reasons);
        }
        entry = stage.put(prepared, current.created());
        return null;
      }
    };
  }

  private static String verb(CatalogEvent.ProductPut.How how) {
    return switch (how) {
      case DEPRECATED -> "deprecate";
      case RETIRED -> "retire";
      default -> "update";
    };
  }

  private static PreparedProduct prepare(
      ProductId id,
      CatalogEvent.ProductPut.How how,
      UnaryOperator<DataProductBuilder> change,
      CatalogEntry current,
      String sentence) {
    DataProduct product = change.apply(current.product().toBuilder()).build();
    if (!product.id().equals(id)) {
      throw new InvalidInputException(
          "%s, the change makes it %s: move it instead".formatted(sentence, product.id()));
    }
    return PreparedProduct.put(product, how);
  }

  static Intent<CatalogEntry> delete(ProductId id) {
    return new EntryIntent() {
      @Override
      public @Nullable WriteResult<CatalogEntry> stage(Stage stage) {
        CatalogEntry current = stage.entry(id);
        if (current == null) {
          return new WriteResult.Refused<>(
              "Cannot delete " + id,
              List.of(new Refusal(Refusal.Reason.NOT_FOUND, "it is not registered")));
        }
        stage.add(new CatalogEvent.ProductDeleted(id));
        stage.remove(id);
        entry = current;
        return null;
      }

      @Override
      public void tell(ProductLineage lineage) {
        lineage.productDeleted(id);
      }

      @Override
      public boolean needsQuiet() {
        return true;
      }
    };
  }

  static Intent<CatalogEntry> move(ProductId from, ProductId to) {
    return new EntryIntent() {
      @Override
      public @Nullable WriteResult<CatalogEntry> stage(Stage stage) {
        String sentence = "Cannot move %s to %s".formatted(from, to);
        CatalogEntry current = stage.entry(from);
        if (current == null) {
          return new WriteResult.Refused<>(
              sentence,
              List.of(new Refusal(Refusal.Reason.NOT_FOUND, from + " is not registered")));
        }
        CatalogEntry there = stage.entry(to);
        if (there != null) {
          return new WriteResult.Conflict<>(there, sentence + ", there is a product of that name");
        }
        DataProduct product = current.product().toBuilder().id(to).build();
        List<Refusal> reasons = reasonsAgainst(product, stage);
        if (!reasons.isEmpty()) {
          return new WriteResult.Refused<>(sentence, reasons);
        }
        PreparedProduct prepared =
            PreparedProduct.of(new CatalogEvent.ProductMoved(from, product), product);
        entry = stage.put(prepared, current.created());
        stage.remove(from);
        return null;
      }

      @Override
      public boolean needsQuiet() {
        return true;
      }
    };
  }

  static Intent<Domains> declare(Domains declared, CatalogLimits limits) {
    return new Intent<>() {
      @Override
      public @Nullable WriteResult<Domains> stage(Stage stage) {
        List<ProductId> fresh =
            declared.products().stream().filter(id -> stage.entry(id) == null).toList();
        checkLimit(stage, fresh.size(), limits);
        for (Domain domain : declared.all()) {
          stage.add(new CatalogEvent.DomainDeclared(domain));
        }
        for (ProductId id : fresh) {
          DataProduct product =
              DataProduct.builder(id)
                  .owner(declared.get(id.domain()).owner())
                  .status(Status.DECLARED)
                  .version(SemanticVersion.of(0, 0, 0))
                  .build();
          stage.put(PreparedProduct.put(product, CatalogEvent.ProductPut.How.DECLARED), stage.at());
        }
        return null;
      }

      @Override
      public Domains value() {
        return declared;
      }

      @Override
      public boolean needsQuiet() {
        return true;
      }
    };
  }

  /** Several intents as one commit: all or none. */
  static Intent<List<CatalogEntry>> all(List<Intent<CatalogEntry>> parts) {
    return new Intent<>() {
      @Override
      public @Nullable WriteResult<List<CatalogEntry>> stage(Stage stage) {
        for (Intent<CatalogEntry> part : parts) {
          WriteResult<CatalogEntry> refused = part.stage(stage);
          if (refused instanceof WriteResult.Conflict<CatalogEntry> conflict) {
            return new WriteResult.Conflict<>(conflict.current(), conflict.message());
          }
          if (refused instanceof WriteResult.Refused<CatalogEntry> reasons) {
            return new WriteResult.Refused<>(reasons.sentence(), reasons.reasons());
          }
        }
        return null;
      }

      @Override
      public List<CatalogEntry> value() {
        return parts.stream().map(Intent::value).toList();
      }

      @Override
      public boolean needsQuiet() {
        return parts.stream().anyMatch(Intent::needsQuiet);
      }

      @Override
      public void tell(ProductLineage lineage) {
        parts.forEach(part -> part.tell(lineage));
      }
    };
  }

  private static List<Refusal> reasonsAgainst(DataProduct product, Stage stage) {
    List<Refusal> reasons = new ArrayList<>();
    if (product.owner().isBlank()) {
      reasons.add(
          new Refusal(
              Refusal.Reason.NO_OWNER,
              "it has no owner; name whom to ask, such as a team's e-mail"));
    }
    String domain = product.id().domain();
    Map<String, Domain> domains = stage.published().domains;
    if (!domains.containsKey(domain)) {
      reasons.add(
          new Refusal(
              Refusal.Reason.UNKNOWN_DOMAIN,
              "the domain \"%s\" is not declared; there are %s"
                  .formatted(domain, domains.keySet())));
    }
    return reasons;
  }

  private static void checkLimit(Stage stage, int more, CatalogLimits limits) {
    if (limits.products() != Long.MAX_VALUE && stage.count() + more > limits.products()) {
      throw new LimitExceededException(
          "Cannot add %,d products to %,d, the limit is %,d; raise it in the catalog's settings"
              .formatted(more, stage.count(), limits.products()),
          "products",
          limits.products());
    }
  }
}

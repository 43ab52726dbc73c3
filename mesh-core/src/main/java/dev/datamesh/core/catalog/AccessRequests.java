package dev.datamesh.core.catalog;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.access.Action;
import dev.datamesh.core.access.Principal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one domain to read a product of another: asked by anybody, decided by who may write
 * the product's domain. An approval runs out at its instant, and can be revoked before.
 *
 * <p>Safe for use by many threads.
 */
public final class AccessRequests {

  private final CatalogEngine engine;
  private final Principal principal;

  AccessRequests(CatalogEngine engine, Principal principal) {
    this.engine = engine;
    this.principal = principal;
  }

  /** Asks to read a product. */
  public WriteResult<AccessRequest> ask(ProductId product, String purpose) {
    return write(
        product,
        "Cannot ask for access to " + product,
        stage ->
            new AccessRequest(
                Long.toString(stage.revision(), 36),
                product,
                principal.name(),
                purpose,
                AccessRequest.State.ASKED,
                stage.at(),
                "",
                Instant.EPOCH));
  }

  /** Grants a request until an instant. */
  public WriteResult<AccessRequest> approve(String id, Instant until) {
    return decide(id, AccessRequest.State.APPROVED, until);
  }

  /** Says no to a request. */
  public WriteResult<AccessRequest> reject(String id) {
    return decide(id, AccessRequest.State.REJECTED, Instant.EPOCH);
  }

  /** Takes an approval back. */
  public WriteResult<AccessRequest> revoke(String id) {
    return decide(id, AccessRequest.State.REVOKED, Instant.EPOCH);
  }

  public Optional<AccessRequest> find(String id) {
    return Optional.ofNullable(engine.state().requests.get(id)).filter(this::mayKnow);
  }

  /** The requests that the principal made or may decide, the oldest first. */
  public List<AccessRequest> list() {
    return engine.state().requests.values().stream()
        .filter(this::mayKnow)
        .sorted(Comparator.comparing(AccessRequest::asked).thenComparing(AccessRequest::id))
        .toList();
  }

  private boolean mayKnow(AccessRequest request) {
    return principal.isPlatform()
        || request.principal().equals(principal.name())
        || principal.domains().contains(request.product().domain());
  }

  private WriteResult<AccessRequest> decide(String id, AccessRequest.State next, Instant until) {
    String sentence =
        "Cannot decide the request %s as %s"
            .formatted(id, next.name().toLowerCase(java.util.Locale.ROOT));
    AccessRequest known = engine.state().requests.get(id);
    if (known == null) {
      return new WriteResult.Refused<>(
          sentence, List.of(new Refusal(Refusal.Reason.NOT_FOUND, "there is no such request")));
    }
    engine.require(
        principal, Action.DECIDE_ACCESS, known.product().domain(), known.product().toString());
    return write(
        known.product(),
        sentence,
        stage -> {
          AccessRequest current = Objects.requireNonNull(stage.published().requests.get(id));
          return isAllowed(current.state(), next)
              ? current.decided(next, principal.name(), until)
              : null;
        });
  }

  private static boolean isAllowed(AccessRequest.State from, AccessRequest.State to) {
    return switch (to) {
      case APPROVED -> from == AccessRequest.State.ASKED || from == AccessRequest.State.APPROVED;
      case REJECTED -> from == AccessRequest.State.ASKED;
      case REVOKED -> from == AccessRequest.State.APPROVED;
      case ASKED -> false;
    };
  }

  private WriteResult<AccessRequest> write(
      ProductId product, String sentence, Function<Stage, @Nullable AccessRequest> next) {
    return engine.write(
        principal,
        Action.DECIDE_ACCESS,
        product.toString(),
        new RequestIntent(product, sentence, next));
  }

  /** Puts a request's next state. */
  private static final class RequestIntent implements Intent<AccessRequest> {
    private final ProductId product;
    private final String sentence;
    private final Function<Stage, @Nullable AccessRequest> next;
    private @Nullable AccessRequest request;

    RequestIntent(
        ProductId product, String sentence, Function<Stage, @Nullable AccessRequest> next) {
      this.product = product;
      this.sentence = sentence;
      this.next = next;
    }

    @Override
    public @Nullable WriteResult<AccessRequest> stage(Stage stage) {
      if (stage.entry(product) == null) {
        return new WriteResult.Refused<>(
            sentence,
            List.of(new Refusal(Refusal.Reason.NOT_FOUND, product + " is not registered")));
      }
      AccessRequest decided = next.apply(stage);
      if (decided == null) {
        return new WriteResult.Refused<>(
            sentence,
            List.of(
                new Refusal(
                    Refusal.Reason.WRONG_STATE, "it was decided before, or not yet approved")));
      }
      request = decided;
      stage.add(new CatalogEvent.AccessChanged(decided));
      return null;
    }

    @Override
    public AccessRequest value() {
      return Objects.requireNonNull(request);
    }

    @Override
    public boolean needsQuiet() {
      return true;
    }
  }
}

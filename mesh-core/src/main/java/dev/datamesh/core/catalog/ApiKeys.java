package dev.datamesh.core.catalog;

import dev.datamesh.core.access.Action;
import dev.datamesh.core.access.Principal;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which programs show who they are: {@code mesh_<id>_<secret>}, the secret 256 random
 * bits. What is kept is the SHA-256 of the key, compared in constant time.
 *
 * <p>Safe for use by many threads: a revoked key opens nothing from the moment {@link #revoke}
 * returned.
 */
public final class ApiKeys {

  private static final int SECRET_BYTES = 32;
  private static final int ID_BYTES = 6;
  private static final String PREFIX = "mesh_";

  private final CatalogEngine engine;
  private final Principal principal;

  ApiKeys(CatalogEngine engine, Principal principal) {
    this.engine = engine;
    this.principal = principal;
  }

  /** Makes a key for a principal; its secret is in the answer and nowhere else. */
  public IssuedKey issue(Principal holder) {
    engine.require(principal, Action.MANAGE_KEYS, "", "key of " + holder.name());
    return issue(engine, principal, holder);
  }

  static IssuedKey issue(CatalogEngine engine, Principal by, Principal holder) {
    SecureRandom random = new SecureRandom();
    byte[] id = new byte[ID_BYTES];
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(id);
    random.nextBytes(secret);
    String name = HexFormat.of().formatHex(id);
    String text =
        PREFIX + name + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    byte[] hash = CommitHeader.sha256(text);
    KeyIntent intent = new KeyIntent(name, holder, hash);
    engine.write(by, Action.MANAGE_KEYS, "key " + name, intent).orThrow();
    return new IssuedKey(intent.value(), text);
  }

  /** Whom a key stands for; nobody where it is not known or was revoked. */
  public Optional<Principal> authenticate(String secret) {
    int end = secret.indexOf('_', PREFIX.length());
    String id = secret.startsWith(PREFIX) && end > 0 ? secret.substring(PREFIX.length(), end) : "";
    ApiKey key = engine.state().keys.get(id);
    byte[] presented = CommitHeader.sha256(secret);
    byte[] kept = key == null ? new byte[presented.length] : key.hash();
    boolean matches = MessageDigest.isEqual(presented, kept);
    return key != null && matches && !key.isRevoked()
        ? Optional.of(key.principal())
        : Optional.empty();
  }

  /** Takes a key out of use for good. */
  public WriteResult<ApiKey> revoke(String id) {
    engine.require(principal, Action.MANAGE_KEYS, "", "key " + id);
    return engine.write(principal, Action.MANAGE_KEYS, "key " + id, new RevokeIntent(id));
  }

  /** All keys, revoked ones too, the oldest first; without their secrets. */
  public List<ApiKey> list() {
    engine.allow(principal, Action.MANAGE_KEYS, "", "keys");
    return engine.state().keys.values().stream()
        .sorted(Comparator.comparing(ApiKey::issued).thenComparing(ApiKey::id))
        .toList();
  }

  /** Adds a key. */
  private static final class KeyIntent implements Intent<ApiKey> {
    private final String id;
    private final Principal holder;
    private final byte[] hash;
    private @Nullable ApiKey key;

    KeyIntent(String id, Principal holder, byte[] hash) {
      this.id = id;
      this.holder = holder;
      this.hash = hash;
    }

    @Override
    public @Nullable WriteResult<ApiKey> stage(Stage stage) {
      key = new ApiKey(id, holder, stage.at(), false, hash);
      stage.add(new CatalogEvent.KeyIssued(key));
      return null;
    }

    @Override
    public ApiKey value() {
      return Objects.requireNonNull(key);
    }

    @Override
    public boolean needsQuiet() {
      return true;
    }
  }

  /** Marks a key. */
  private static final class RevokeIntent implements Intent<ApiKey> {
    private final String id;
    private @Nullable ApiKey key;

    RevokeIntent(String id) {
      this.id = id;
    }

    @Override
    public @Nullable WriteResult<ApiKey> stage(Stage stage) {
      ApiKey known = stage.published().keys.get(id);
      if (known == null || known.isRevoked()) {
        Refusal.Reason reason =
            known == null ? Refusal.Reason.NOT_FOUND : Refusal.Reason.WRONG_STATE;
        String why = known == null ? "there is no such key" : "it is revoked already";
        return new WriteResult.Refused<>(
            "Cannot revoke the key " + id, List.of(new Refusal(reason, why)));
      }
      key = known.revoked();
      stage.add(new CatalogEvent.KeyRevoked(id));
      return null;
    }

    @Override
    public ApiKey value() {
      return Objects.requireNonNull(key);
    }

    @Override
    public boolean needsQuiet() {
      return true;
    }
  }
}

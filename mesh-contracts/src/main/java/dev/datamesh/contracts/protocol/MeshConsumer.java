package dev.datamesh.contracts.protocol;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.product.Consumer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has to follow a breaking change: registered at the product, found by lineage, or
 * both. Immutable.
 */
public final class MeshConsumer {

  /** How one knows of a consumer. */
  public enum Origin {
    REGISTERED,
    LINEAGE,
    /** Registered, and the lineage shows the use. */
    BOTH
  }

  private final String name;
  private final String contact;
  private final String channel;
  private final Origin origin;
  private final @Nullable ZoneId zone;
  private final @Nullable LocalDate knownSince;

  private MeshConsumer(
      String name,
      String contact,
      String channel,
      Origin origin,
      @Nullable ZoneId zone,
      @Nullable LocalDate knownSince) {
    if (name.isBlank()) {
      throw new InvalidInputException("Cannot make a consumer, its name is empty");
    }
    this.name = name;
    this.contact = contact;
    this.channel = channel;
    this.origin = origin;
    this.zone = zone;
    this.knownSince = knownSince;
  }

  /** A consumer who registered. */
  public static MeshConsumer registered(String name, String contact, String channel) {
    return new MeshConsumer(name, contact, channel, Origin.REGISTERED, null, null);
  }

  /** The consumers that a product names. */
  public static List<MeshConsumer> registered(Collection<Consumer> consumers) {
    return consumers.stream()
        .map(consumer -> registered(consumer.team(), consumer.contact(), consumer.channel()))
        .toList();
  }

  /**
   * A consumer whom the lineage shows and nobody registered.
   *
   * @param contact the owner's address, empty if the asset has none
   */
  public static MeshConsumer foundByLineage(AssetId asset, String contact) {
    return new MeshConsumer(asset.name(), contact, "", Origin.LINEAGE, null, null);
  }

  /**
   * One list of two: those of the same name, whatever its case, become one with origin BOTH; the
   * registered contact goes before the other.
   */
  public static List<MeshConsumer> merge(
      Collection<MeshConsumer> some, Collection<MeshConsumer> others) {
    Map<String, MeshConsumer> merged = new LinkedHashMap<>();
    List<MeshConsumer> all = new ArrayList<>(some);
    all.addAll(others);
    all.forEach(
        consumer ->
            merged.merge(consumer.name.toLowerCase(Locale.ROOT), consumer, MeshConsumer::and));
    return List.copyOf(merged.values());
  }

  private MeshConsumer and(MeshConsumer other) {
    boolean otherFirst = origin == Origin.LINEAGE && other.origin != Origin.LINEAGE;
    MeshConsumer first = otherFirst ? other : this;
    MeshConsumer second = otherFirst ? this : other;
    return new MeshConsumer(
        first.name,
        first.contact.isEmpty() ? second.contact : first.contact,
        first.channel.isEmpty() ? second.channel : first.channel,
        origin == other.origin ? origin : Origin.BOTH,
        first.zone == null ? second.zone : first.zone,
        earlier(first.knownSince, second.knownSince));
  }

  private static @Nullable LocalDate earlier(@Nullable LocalDate one, @Nullable LocalDate other) {
    if (one == null || other == null) {
      return null;
    }
    return one.isBefore(other) ? one : other;
  }

  /** The same consumer, whose days begin at midnight of this zone. */
  public MeshConsumer in(ZoneId newZone) {
    return new MeshConsumer(name, contact, channel, origin, newZone, knownSince);
  }

  /** The same consumer, known from this day only: earlier notices could not reach him. */
  public MeshConsumer knownSince(LocalDate day) {
    return new MeshConsumer(name, contact, channel, origin, zone, day);
  }

  public String name() {
    return name;
  }

  /** An address, empty if not told. */
  public String contact() {
    return contact;
  }

  /** Where to write, such as {@code #finance-data}; empty if not told. */
  public String channel() {
    return channel;
  }

  public Origin origin() {
    return origin;
  }

  /** His zone; empty for the provider's. */
  public Optional<ZoneId> zone() {
    return Optional.ofNullable(zone);
  }

  /** The day from which he is known; empty if from the beginning. */
  public Optional<LocalDate> since() {
    return Optional.ofNullable(knownSince);
  }

  /** Whether anybody can be told at all. */
  public boolean isReachable() {
    return !contact.isEmpty() || !channel.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MeshConsumer that
        && name.equals(that.name)
        && contact.equals(that.contact)
        && channel.equals(that.channel)
        && origin == that.origin
        && zone().equals(that.zone())
        && since().equals(that.since());
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name
        + (isReachable() ? " <" + (contact.isEmpty() ? channel : contact) + ">" : " (no contact)");
  }
}

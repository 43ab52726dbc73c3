package dev.datamesh.featurestore.registry;

import dev.datamesh.core.NotFoundException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * All versions of one view, the oldest first. Immutable.
 *
 * @param pinned the version that the bare name means; empty: the newest
 */
public record Versions<T>(List<Version<T>> all, OptionalInt pinned) {

  public Versions {
    all = List.copyOf(all);
  }

  static <T> Versions<T> first(T definition, Instant now) {
    return new Versions<>(List.of(new Version<>(0, definition, now)), OptionalInt.empty());
  }

  public Version<T> newest() {
    return all.get(all.size() - 1);
  }

  /** The version that the bare name means. */
  public Version<T> current() {
    return pinned.isPresent() ? get("", pinned.getAsInt()) : newest();
  }

  /** The version of a number. */
  public Version<T> get(String view, int number) {
    return all.stream()
        .filter(version -> version.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "Cannot find version %d of view \"%s\": it has %s"
                        .formatted(number, view, numbers()),
                    view + "@v" + number));
  }

  List<String> numbers() {
    return all.stream().map(version -> "v" + version.number()).toList();
  }

  Versions<T> plus(T definition, Instant now) {
    List<Version<T>> more = new ArrayList<>(all);
    more.add(new Version<>(newest().number() + 1, definition, now));
    return new Versions<>(more, pinned);
  }

  Versions<T> replacingNewest(T definition) {
    List<Version<T>> changed = new ArrayList<>(all);
    changed.set(all.size() - 1, new Version<>(newest().number(), definition, newest().since()));
    return new Versions<>(changed, pinned);
  }

  Versions<T> pinnedTo(OptionalInt number) {
    return new Versions<>(all, number);
  }

  Versions<T> without(int number) {
    return new Versions<>(
        all.stream().filter(version -> version.number() != number).toList(), pinned);
  }
}

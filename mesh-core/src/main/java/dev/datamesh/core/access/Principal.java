package dev.datamesh.core.access;

import dev.datamesh.core.InvalidInputException;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who acts: a person, a service, a team. Immutable.
 *
 * @param name not blank
 * @param domains those it belongs to: a {@link Role#DOMAIN_OWNER} writes them, a {@link
 *     Role#READER} reads what is private to them
 */
public record Principal(String name, Role role, SortedSet<String> domains) {

  public Principal {
    if (name.isBlank()) {
      throw new InvalidInputException("Cannot make a principal, its name is empty");
    }
    domains = Collections.unmodifiableSortedSet(new TreeSet<>(domains));
  }

  public static Principal reader(String name, String... domains) {
    return new Principal(name, Role.READER, sorted(domains));
  }

  public static Principal domainOwner(String name, String... domains) {
    return new Principal(name, Role.DOMAIN_OWNER, sorted(domains));
  }

  public static Principal platform(String name) {
    return new Principal(name, Role.PLATFORM, sorted());
  }

  public boolean isPlatform() {
    return role == Role.PLATFORM;
  }

  private static SortedSet<String> sorted(String... words) {
    return new TreeSet<>(java.util.List.of(words));
  }

  @Override
  public String toString() {
    return name + " (" + role.word() + (domains.isEmpty() ? "" : " of " + domains) + ")";
  }
}

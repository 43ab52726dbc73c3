package dev.datamesh.core.product;

import java.util.List;

/**
 * How a product's data are reached. Immutable.
 *
 * @param authentication such as {@code API key (service accounts)}, empty if not told
 * @param readers teams, domains or principals that may read; empty: as the sharing level says
 */
public record AccessRules(String authentication, List<String> readers) {

  public static final AccessRules NONE = new AccessRules("", List.of());

  public AccessRules {
    readers = List.copyOf(readers);
  }
}

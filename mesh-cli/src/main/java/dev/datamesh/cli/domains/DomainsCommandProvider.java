package dev.datamesh.cli.domains;

import dev.datamesh.cli.CommandProvider;

/** Adds {@code mesh domains}. */
public final class DomainsCommandProvider implements CommandProvider {

  @Override
  public String name() {
    return "domains";
  }

  @Override
  public String summary() {
    return "Check the file in which the domains of a mesh are declared.";
  }

  @Override
  public Object command() {
    return new DomainsCommand();
  }
}

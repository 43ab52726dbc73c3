package dev.datamesh.cli.catalog;

import dev.datamesh.cli.CommandProvider;

/** Adds {@code mesh catalog}. */
public final class CatalogCommandProvider implements CommandProvider {

  @Override
  public String name() {
    return "catalog";
  }

  @Override
  public String summary() {
    return "Register, find and export the data products of a data folder.";
  }

  @Override
  public Object command() {
    return new CatalogCommand();
  }
}

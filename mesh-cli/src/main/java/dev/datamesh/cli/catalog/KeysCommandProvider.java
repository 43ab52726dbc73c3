package dev.datamesh.cli.catalog;

import dev.datamesh.cli.CommandProvider;

/** Adds {@code mesh keys}. */
public final class KeysCommandProvider implements CommandProvider {

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public String summary() {
    return "Make, list and revoke API keys of a data folder.";
  }

  @Override
  public Object command() {
    return new KeysCommand();
  }
}

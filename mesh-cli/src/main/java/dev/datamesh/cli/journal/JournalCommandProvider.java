package dev.datamesh.cli.journal;

import dev.datamesh.cli.CommandProvider;

/** Adds {@code mesh journal}. */
public final class JournalCommandProvider implements CommandProvider {

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public String summary() {
    return "Check, measure and salvage the journals of a data folder.";
  }

  @Override
  public Object command() {
    return new JournalCommand();
  }
}

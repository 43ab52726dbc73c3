package dev.datamesh.cli.contract;

import dev.datamesh.cli.CommandProvider;

/** Brings {@code mesh contract}. */
public final class ContractCommands implements CommandProvider {

  /** Found by the service loader. */
  public ContractCommands() {}

  @Override
  public String name() {
    return "contract";
  }

  @Override
  public String summary() {
    return "What changed between versions of a contract, and whom it breaks.";
  }

  @Override
  public Object command() {
    return new ContractCommand();
  }
}

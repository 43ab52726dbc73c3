package dev.datamesh.cli.features;

import dev.datamesh.cli.CommandProvider;

/** Adds {@code mesh features}. */
public final class FeaturesCommandProvider implements CommandProvider {

  @Override
  public String name() {
    return "features";
  }

  @Override
  public String summary() {
    return "Join a file with the features that were known at each row's time; keep a registry.";
  }

  @Override
  public Object command() {
    return new FeaturesCommand();
  }
}

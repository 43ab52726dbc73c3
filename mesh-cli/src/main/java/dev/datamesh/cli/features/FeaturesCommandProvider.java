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
    return "Join a file with the features known at each row's time; keep, materialize and serve"
        + " them.";
  }

  @Override
  public Object command() {
    return new FeaturesCommand();
  }
}

package dev.datamesh.cli.features;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.featurestore.HistoricalRequest;
import dev.datamesh.featurestore.definition.FeatureReference;
import dev.datamesh.featurestore.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which features are asked for, and how they are given. */
final class AskedFeatures {

  @Option(
      names = "--features",
      split = ",",
      paramLabel = "view:feature",
      description = "The features, separated by commas; view@v2:feature for one version.")
  private List<String> features = new ArrayList<>();

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "The features of a service, instead of --features.")
  private String service = "";

  @Option(names = "--full-names", description = "Name the features view__feature.")
  private boolean fullNames;

  @Option(names = "--stale", description = "Give values that are older than the ttl, too.")
  private boolean stale;

  /**
   * Refuses a command that names neither features nor a service, or both.
   *
   * @param verb what the command does with them
   */
  void require(String verb) {
    if (service.isEmpty() == features.isEmpty()) {
      throw new InvalidInputException(
          "Cannot %s without knowing what: give either --features or --service".formatted(verb));
    }
  }

  /** The features, those of the service where one was named. */
  List<FeatureReference> references(Registry registry) {
    return service.isEmpty()
        ? features.stream().map(String::strip).map(FeatureReference::of).toList()
        : registry.service(service).features();
  }

  /** A request for features in the way that is wanted. */
  HistoricalRequest request(List<FeatureReference> references) {
    HistoricalRequest request = HistoricalRequest.of(references);
    request = fullNames ? request.fullNames() : request;
    return stale ? request.serveStale() : request;
  }
}

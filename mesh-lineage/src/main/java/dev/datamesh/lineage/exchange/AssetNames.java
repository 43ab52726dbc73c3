package dev.datamesh.lineage.exchange;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import java.util.Locale;

/**
 * Names of assets as people and files write them. A bare name is a dataset of the namespace {@code
 * default}; {@code kind namespace:name} is any asset, as {@link AssetId#toString()} writes it;
 * DataHub's dataset URNs are read too, the platform being the namespace.
 */
public final class AssetNames {

  private static final String DATASET_URN = "urn:li:dataset:(urn:li:dataPlatform:";

  private AssetNames() {}

  /** Reads one name. */
  public static AssetId read(String text) {
    String name = text.strip();
    if (name.isEmpty()) {
      throw new InvalidInputException("Cannot read the name of an asset, it is empty");
    }
    if (name.startsWith(DATASET_URN) && name.endsWith(")")) {
      return fromUrn(name);
    }
    int blank = name.indexOf(' ');
    if (blank > 0) {
      for (AssetId.Kind kind : AssetId.Kind.values()) {
        if (kind.word().equals(name.substring(0, blank).toLowerCase(Locale.ROOT))) {
          return of(kind, name.substring(blank + 1).strip());
        }
      }
    }
    return AssetId.dataset(name);
  }

  /** A field of a dataset; the graph puts it inside the dataset by its name. */
  public static AssetId field(AssetId dataset, String path) {
    return new AssetId(AssetId.Kind.FIELD, dataset.namespace(), dataset.name() + "#" + path);
  }

  private static AssetId of(AssetId.Kind kind, String rest) {
    int colon = rest.lastIndexOf(':');
    if (colon < 0) {
      return new AssetId(
          kind,
          kind == AssetId.Kind.DATASET || kind == AssetId.Kind.FIELD
              ? AssetId.DEFAULT
              : AssetId.MESH,
          rest);
    }
    return new AssetId(kind, rest.substring(0, colon), rest.substring(colon + 1));
  }

  private static AssetId fromUrn(String urn) {
    String[] parts = urn.substring(DATASET_URN.length(), urn.length() - 1).split(",", -1);
    if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new InvalidInputException(
          "Cannot read the URN %s; expected urn:li:dataset:(urn:li:dataPlatform:PLATFORM,NAME,ENV)"
              .formatted(urn));
    }
    return new AssetId(AssetId.Kind.DATASET, parts[0], parts[1]);
  }
}

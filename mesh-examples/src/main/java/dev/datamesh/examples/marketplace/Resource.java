package dev.datamesh.examples.marketplace;

import dev.datamesh.core.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files that the example ships. */
final class Resource {

  private Resource() {}

  static String text(String name) {
    String path = "/marketplace/" + name;
    try (InputStream in = Objects.requireNonNull(Resource.class.getResourceAsStream(path), path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StorageException("Cannot read " + path + ": " + e.getMessage(), path, e);
    }
  }
}

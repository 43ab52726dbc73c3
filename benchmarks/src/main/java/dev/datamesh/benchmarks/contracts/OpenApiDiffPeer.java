package dev.datamesh.benchmarks.contracts;

import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;

/** openapi-diff, called by reflection in a class loader of its own: its libraries are not ours. */
final class OpenApiDiffPeer {

  private final Method compare;
  private final Method isCompatible;

  private OpenApiDiffPeer(Method compare, Method isCompatible) {
    this.compare = compare;
    this.isCompatible = isCompatible;
  }

  static OpenApiDiffPeer on(String classPath) {
    String[] files = classPath.split(File.pathSeparator);
    URL[] urls = new URL[files.length];
    try {
      for (int i = 0; i < files.length; i++) {
        urls[i] = new File(files[i]).toURI().toURL();
      }
      ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
      Class<?> door = loader.loadClass("org.openapitools.openapidiff.core.OpenApiCompare");
      Class<?> changed = loader.loadClass("org.openapitools.openapidiff.core.model.ChangedOpenApi");
      return new OpenApiDiffPeer(
          door.getMethod("fromContents", String.class, String.class),
          changed.getMethod("isCompatible"));
    } catch (MalformedURLException | ReflectiveOperationException e) {
      throw new IllegalArgumentException("Cannot load openapi-diff from " + classPath, e);
    }
  }

  /** Reads and compares; whether it calls the newer one compatible. */
  boolean diff(String older, String newer) {
    try {
      return (Boolean) isCompatible.invoke(compare.invoke(null, older, newer));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("openapi-diff failed", e);
    }
  }
}

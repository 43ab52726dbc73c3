package dev.datamesh.featurestore;

import dev.datamesh.core.NotFoundException;
import java.util.Map;
import java.util.TreeMap;

/** The host's functions by name and version. Immutable. */
record OnDemandFunctions(Map<String, OnDemandFunction> byName) {

  static final OnDemandFunctions NONE = new OnDemandFunctions(Map.of());

  OnDemandFunctions {
    byName = java.util.Collections.unmodifiableMap(new TreeMap<>(byName));
  }

  OnDemandFunctions with(String name, int version, OnDemandFunction function) {
    Map<String, OnDemandFunction> more = new TreeMap<>(byName);
    more.put(name + "@v" + version, function);
    return new OnDemandFunctions(more);
  }

  OnDemandFunction get(String view, String name, int version) {
    OnDemandFunction function = byName.get(name + "@v" + version);
    if (function == null) {
      throw new NotFoundException(
          "Cannot compute view \"%s\", its function %s@v%d is not registered: there are %s"
              .formatted(view, name, version, byName.keySet()),
          name + "@v" + version);
    }
    return function;
  }
}

package dev.datamesh.featurestore;

import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.spi.FrameFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** The formats of files that the host gave, and those that connectors bring. Immutable. */
record FrameFormats(List<FrameFormat> given) {

  /** Only what connectors bring. */
  static final FrameFormats FOUND = new FrameFormats(List.of());

  FrameFormats {
    given = List.copyOf(given);
  }

  FrameFormats with(FrameFormat format) {
    List<FrameFormat> more = new ArrayList<>(given);
    more.add(0, format);
    return new FrameFormats(more);
  }

  /** The format of a name; what the host gave goes before what is found. */
  FrameFormat get(String name) {
    List<FrameFormat> all = new ArrayList<>(given);
    ServiceLoader.load(FrameFormat.class, FrameFormat.class.getClassLoader()).forEach(all::add);
    return all.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "Cannot read or write %s, no connector for it is there: put the jar of mesh-%s on the class path or give the store a format; there are %s"
                        .formatted(
                            name,
                            name,
                            new TreeSet<>(all.stream().map(FrameFormat::name).toList())),
                    name));
  }
}

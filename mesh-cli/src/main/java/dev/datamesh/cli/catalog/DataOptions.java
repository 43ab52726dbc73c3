package dev.datamesh.cli.catalog;

import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.catalog.CatalogBuilder;
import dev.datamesh.core.catalog.CatalogEntry;
import dev.datamesh.core.catalog.Lookup;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.lineage.LineageGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options that every command on a data folder has. */
final class DataOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The data folder; made where a command writes and there is none.")
  private @Nullable Path folder;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--audit-key",
      paramLabel = "FILE",
      description = "The key by which the audit is linked, as its bytes stand in FILE.")
  private @Nullable Path auditKey;

  Output output() {
    return new Output(Objects.requireNonNull(spec).commandLine().getOut(), json);
  }

  Catalog writable() {
    return builder().at(Objects.requireNonNull(folder));
  }

  /** The catalog's settings that the options name. */
  CatalogBuilder builder() {
    Path file = auditKey;
    if (file == null) {
      return Catalog.builder();
    }
    try {
      return Catalog.builder().auditKey(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new NotFoundException("Cannot read the key in " + file + ": " + e, file.toString(), e);
    }
  }

  /** The folder for commands that write to more than one wing. */
  DataFolder writableFolder() {
    return DataFolder.at(Objects.requireNonNull(folder));
  }

  /** Opened for reading, so that it works beside a running host. */
  Catalog readable() {
    return builder().readOnly(readableFolder());
  }

  /** The folder's lineage, empty where there is none yet. */
  LineageGraph readableLineage() {
    Path data = readableFolder();
    return DataFolder.journalsIn(data).contains(data.resolve("lineage"))
        ? LineageGraph.readOnly(data)
        : LineageGraph.inMemory();
  }

  private Path readableFolder() {
    Path data = Objects.requireNonNull(folder);
    if (!Files.isDirectory(data)) {
      throw new NotFoundException(
          "Cannot read the data folder " + data + ": there is none", data.toString());
    }
    return data;
  }

  /** The product of an id or of a bare name that only one product has. */
  static CatalogEntry product(Catalog catalog, String name) {
    Lookup lookup = catalog.lookup(name);
    if (lookup instanceof Lookup.Ambiguous ambiguous) {
      throw new NotFoundException(
          "Cannot tell which \"%s\" is meant: %s".formatted(name, ambiguous.candidates()), name);
    }
    return lookup
        .entry()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "Cannot find the product \"%s\"; see mesh catalog list".formatted(name), name));
  }
}

package dev.datamesh.cli.catalog;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.catalog.Catalog;
import dev.datamesh.core.catalog.CatalogChange;
import dev.datamesh.core.catalog.CatalogEntry;
import dev.datamesh.core.catalog.CatalogEvent;
import dev.datamesh.core.catalog.CatalogJson;
import dev.datamesh.core.catalog.ProductPage;
import dev.datamesh.core.catalog.ProductQuery;
import dev.datamesh.core.catalog.SearchPage;
import dev.datamesh.core.catalog.SearchQuery;
import dev.datamesh.core.catalog.UseCount;
import dev.datamesh.core.catalog.WriteResult;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.domain.Domains;
import dev.datamesh.core.journal.DataFolder;
import dev.datamesh.core.product.BitolOdps;
import dev.datamesh.core.product.Canvas;
import dev.datamesh.core.product.DataProduct;
import dev.datamesh.core.product.Dpds;
import dev.datamesh.core.product.ProductDocument;
import dev.datamesh.core.product.Sharing;
import dev.datamesh.core.product.Status;
import dev.datamesh.core.product.Tier;
import dev.datamesh.lineage.LineageGraph;
import dev.datamesh.lineage.export.LineageJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh catalog …}. */
@Command(
    name = "catalog",
    description = "The domains and data products of a data folder.",
    subcommands = AuditCommand.class)
final class CatalogCommand {

  /** In which form a product is printed. */
  enum Form {
    MESH,
    BITOL,
    DPDS
  }

  @Command(name = "declare", description = "Declare the domains of DOMAINS.yml.")
  int declare(@Mixin DataOptions data, @Parameters(paramLabel = "DOMAINS.yml") Path file) {
    Domains domains = Domains.read(file);
    try (Catalog catalog = data.writable()) {
      WriteResult<Domains> result = catalog.declare(domains);
      data.output().line(result.isDone() ? "declared " + domains.names() : result.explain());
      return result.isDone() ? ExitCode.YES : ExitCode.NO;
    }
  }

  @Command(
      name = "register",
      description =
          "Register the product of FILE: the SDK's own form, Bitol's ODPS or DPDS, YAML or JSON.")
  int register(@Mixin DataOptions data, @Parameters(paramLabel = "FILE") Path file) {
    DataProduct product = ProductDocument.read(file);
    try (Catalog catalog = data.writable()) {
      return data.output().result(catalog.register(product), "registered " + product.id());
    }
  }

  @Command(name = "show", description = "Print one product.")
  int show(
      @Mixin DataOptions data,
      @Parameters(paramLabel = "PRODUCT", description = "domain.name, or a unique name.")
          String name,
      @Option(
              names = "--as",
              defaultValue = "MESH",
              description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless told.")
          Form form) {
    try (Catalog catalog = data.readable()) {
      CatalogEntry entry = DataOptions.product(catalog, name);
      Node document =
          switch (form) {
            case MESH -> CatalogJson.node(entry);
            case BITOL -> BitolOdps.write(entry.product());
            case DPDS -> Dpds.write(entry.product());
          };
      Output output = data.output();
      output.line(
          (output.isJson() ? DocumentWriter.json() : DocumentWriter.yaml())
              .write(document)
              .stripTrailing());
      return ExitCode.YES;
    }
  }

  @Command(name = "list", description = "List products, in the order in which they came.")
  int list(
      @Mixin DataOptions data,
      @Option(names = "--domain") @Nullable String domain,
      @Option(names = "--owner") @Nullable String owner,
      @Option(names = "--status") @Nullable Status status,
      @Option(names = "--tag") @Nullable String tag,
      @Option(names = "--tier") @Nullable Tier tier,
      @Option(names = "--sharing") @Nullable Sharing sharing,
      @Option(names = "--limit", defaultValue = "50") int limit,
      @Option(names = "--offset", defaultValue = "0") long offset) {
    ProductQuery query = ProductQuery.all().limit(limit).offset(offset);
    query = domain == null ? query : query.domain(domain);
    query = owner == null ? query : query.owner(owner);
    query = status == null ? query : query.status(status);
    query = tag == null ? query : query.tag(tag);
    query = tier == null ? query : query.tier(tier);
    query = sharing == null ? query : query.sharing(sharing);
    try (Catalog catalog = data.readable()) {
      ProductPage page = catalog.list(query);
      Output output = data.output();
      output.entries(page.entries());
      if (!output.isJson()) {
        output.line("%d of %d products".formatted(page.entries().size(), page.total()));
      }
      return ExitCode.YES;
    }
  }

  @Command(name = "search", description = "Find products by words; exit code 1 where none match.")
  int search(
      @Mixin DataOptions data,
      @Parameters(
              paramLabel = "WORDS",
              arity = "1..*",
              description = "All must match; rev* by beginning, owner:sales in one field.")
          String[] words,
      @Option(names = "--any", description = "Any of the words may match.") boolean any,
      @Option(names = "--limit", defaultValue = "50") int limit) {
    SearchQuery query = SearchQuery.of(String.join(" ", words)).limit(limit);
    try (Catalog catalog = data.readable()) {
      SearchPage page = catalog.search(any ? query.any() : query);
      data.output().entries(page.hits().stream().map(SearchPage.Hit::entry).toList());
      return page.total() > 0 ? ExitCode.YES : ExitCode.NO;
    }
  }

  @Command(name = "history", description = "Print what happened to a product, the oldest first.")
  int history(@Mixin DataOptions data, @Parameters(paramLabel = "PRODUCT") String name) {
    try (Catalog catalog = data.readable()) {
      Output output = data.output();
      for (CatalogChange change : catalog.history(DataOptions.product(catalog, name).id())) {
        for (CatalogEvent event : change.events()) {
          print(output, change, event);
        }
      }
      return ExitCode.YES;
    }
  }

  private static void print(Output output, CatalogChange change, CatalogEvent event) {
    String what = event.getClass().getSimpleName();
    if (event instanceof CatalogEvent.ProductPut put) {
      what = put.how().name().toLowerCase(java.util.Locale.ROOT);
    } else if (event instanceof CatalogEvent.ProductMoved moved) {
      what = "moved from " + moved.from();
    } else if (event instanceof CatalogEvent.ContractPublished published) {
      what = "contract " + published.contract().version();
    }
    if (output.isJson()) {
      Map<String, Node> keys = new LinkedHashMap<>();
      keys.put("revision", Output.number(change.revision()));
      keys.put("at", Output.text(change.at().toString()));
      keys.put("principal", Output.text(change.principal()));
      keys.put("event", Output.text(what));
      keys.put("target", Output.text(event.target()));
      output.json(Output.mapping(keys));
    } else {
      output.line(
          "%8d  %s  %-12s %s %s"
              .formatted(change.revision(), change.at(), change.principal(), what, event.target()));
    }
  }

  @Command(name = "deprecate", description = "Mark a product as to be left.")
  int deprecate(@Mixin DataOptions data, @Parameters(paramLabel = "PRODUCT") String name) {
    try (Catalog catalog = data.writable()) {
      CatalogEntry entry = DataOptions.product(catalog, name);
      return data.output().result(catalog.deprecate(entry.id()), "deprecated " + entry.id());
    }
  }

  @Command(name = "export", description = "Write all domains and products as products.json.")
  int export(
      @Mixin DataOptions data,
      @Option(
              names = "--lineage",
              paramLabel = "LINEAGE.json",
              description = "Write the folder's lineage there too.")
          @Nullable Path lineageFile,
      @Parameters(paramLabel = "FILE", arity = "0..1") @Nullable Path file) {
    if (lineageFile != null) {
      try (LineageGraph lineage = data.readableLineage()) {
        DocumentWriter.prettyJson().write(LineageJson.export(lineage.view()), lineageFile);
      }
    }
    try (Catalog catalog = data.readable()) {
      Node document = CatalogJson.export(catalog);
      if (file == null) {
        data.output().line(DocumentWriter.prettyJson().write(document).stripTrailing());
      } else {
        DocumentWriter.prettyJson().write(document, file);
        data.output().line("wrote " + file + (lineageFile == null ? "" : " and " + lineageFile));
      }
      return ExitCode.YES;
    }
  }

  @Command(name = "import", description = "Take over the domains and products of a products.json.")
  int load(
      @Mixin DataOptions data,
      @Option(
              names = "--lineage",
              paramLabel = "LINEAGE.json",
              description = "Take over lineage too, once the products are in.")
          @Nullable Path lineageFile,
      @Parameters(paramLabel = "FILE") Path file) {
    Node document = DocumentReader.standard().read(file);
    Node lineage = lineageFile == null ? null : DocumentReader.standard().read(lineageFile);
    try (DataFolder folder = data.writableFolder();
        Catalog catalog = data.builder().at(folder)) {
      WriteResult<Integer> result = CatalogJson.load(catalog, document, file.toString());
      data.output()
          .line(result.isDone() ? "took over " + result.orThrow() + " products" : result.explain());
      if (result.isDone() && lineage != null) {
        try (LineageGraph graph = LineageGraph.at(folder)) {
          int entries = LineageJson.load(graph, lineage, String.valueOf(lineageFile));
          data.output().line("took over " + entries + " entries of lineage");
        }
      }
      return result.isDone() ? ExitCode.YES : ExitCode.NO;
    }
  }

  @Command(name = "usage", description = "Who uses which version of which product, as counted.")
  int usage(
      @Mixin DataOptions data,
      @Parameters(paramLabel = "PRODUCT", arity = "0..1") @Nullable String name) {
    try (Catalog catalog = data.readable()) {
      Output output = data.output();
      List<UseCount> counts =
          name == null
              ? catalog.usage().counts()
              : catalog.usage().of(DataOptions.product(catalog, name).id());
      if (output.isJson()) {
        output.json(Output.list(counts, CatalogCommand::node));
      } else {
        counts.forEach(
            use ->
                output.line(
                    "%-44s %-9s %-20s %,12d  %s"
                        .formatted(
                            use.product(),
                            use.version(),
                            use.principal(),
                            use.uses(),
                            use.last())));
      }
      return ExitCode.YES;
    }
  }

  private static Node node(UseCount use) {
    Map<String, Node> keys = new LinkedHashMap<>();
    keys.put("product", Output.text(use.product().toString()));
    keys.put("version", Output.text(use.version().toString()));
    keys.put("principal", Output.text(use.principal()));
    keys.put("uses", Output.number(use.uses()));
    keys.put("last", Output.text(use.last().toString()));
    return Output.mapping(keys);
  }

  @Command(name = "canvas", description = "Print a product's canvas as Markdown.")
  int canvas(@Mixin DataOptions data, @Parameters(paramLabel = "PRODUCT") String name) {
    try (Catalog catalog = data.readable()) {
      CatalogEntry entry = DataOptions.product(catalog, name);
      data.output().line(Canvas.of(entry.product(), catalog.slosOf(entry.id())).stripTrailing());
      return ExitCode.YES;
    }
  }
}

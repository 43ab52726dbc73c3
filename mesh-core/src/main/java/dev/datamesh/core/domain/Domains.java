package dev.datamesh.core.domain;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.NotFoundException;
import dev.datamesh.core.ProductId;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The domains of a mesh, in the order given, their names unique and every dependency a product that
 * one of them declares. Immutable.
 *
 * <p>{@link #read(Path)} reads {@code domains.yml}; what it does not understand is refused whole,
 * every problem with file, line and what was expected.
 */
public record Domains(List<Domain> all) {

  public Domains {
    all = List.copyOf(all);
    Set<String> names = new HashSet<>();
    Set<ProductId> products = new HashSet<>();
    for (Domain domain : all) {
      if (!names.add(domain.name())) {
        throw new InvalidInputException(
            "Cannot make domains, \"" + domain.name() + "\" is given twice");
      }
      products.addAll(domain.products());
    }
    for (Domain domain : all) {
      for (ProductId dependency : domain.dependencies()) {
        if (!products.contains(dependency)) {
          throw new InvalidInputException(
              "Cannot make domains, \"%s\" depends on %s, which no domain declares"
                  .formatted(domain.name(), dependency));
        }
      }
    }
  }

  public static Domains of(Domain... domains) {
    return new Domains(List.of(domains));
  }

  /** Reads {@code domains.yml}, or the same as JSON. */
  public static Domains read(Path file) {
    return read(DocumentReader.standard().read(file), file.toString());
  }

  /** Reads the text of a {@code domains.yml}; the source's name stands in messages. */
  public static Domains read(String text, String source) {
    return read(DocumentReader.standard().read(text, source), source);
  }

  /** Reads the document of a {@code domains.yml}. */
  public static Domains read(Node document, String source) {
    return new DomainsReader(source).read(document);
  }

  public Optional<Domain> find(String name) {
    return all.stream().filter(domain -> domain.name().equals(name)).findFirst();
  }

  public Domain get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "Cannot find the domain \"%s\"; there are %s".formatted(name, names()), name));
  }

  public List<String> names() {
    return all.stream().map(Domain::name).toList();
  }

  /** The products that the domains declare, domain by domain. */
  public List<ProductId> products() {
    List<ProductId> products = new ArrayList<>();
    all.forEach(domain -> products.addAll(domain.products()));
    return products;
  }

  /** The document of these domains, which {@link #read(Node, String)} reads back. */
  public Node toDocument() {
    return DomainsWriter.document(this);
  }
}

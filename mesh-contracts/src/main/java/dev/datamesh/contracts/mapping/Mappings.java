package dev.datamesh.contracts.mapping;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.Finding;
import dev.datamesh.contracts.Mode;
import dev.datamesh.contracts.odcs.OdcsContract;
import dev.datamesh.contracts.odcs.OdcsTable;
import dev.datamesh.contracts.odcs.TableDiff;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The mappings on this class or module path, and what they make possible together. */
public final class Mappings {

  private Mappings() {}

  /** All mappings that can be loaded, in the order of their formats. */
  public static List<SchemaMapping> all() {
    List<SchemaMapping> found = new ArrayList<>();
    var loader =
        ServiceLoader.load(SchemaMapping.class, SchemaMapping.class.getClassLoader()).iterator();
    boolean more = true;
    while (more) {
      try {
        more = loader.hasNext();
        if (more) {
          found.add(loader.next());
        }
      } catch (ServiceConfigurationError | NoClassDefFoundError e) {
        // A mapping whose library is absent is as good as not there: go on with the next.
        more = true;
      }
    }
    found.sort(java.util.Comparator.comparing(SchemaMapping::format));
    return List.copyOf(found);
  }

  /** The mapping of a format. */
  public static SchemaMapping named(String format) {
    return all().stream()
        .filter(mapping -> mapping.format().equalsIgnoreCase(format))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Cannot convert from or to \"%s\"; known are %s"
                        .formatted(format, all().stream().map(SchemaMapping::format).toList())));
  }

  /** A contract's records as core's schemas. */
  public static Mapped<Map<String, Schema>> schemasOf(Contract contract) {
    return named(contract.format()).read(contract);
  }

  /** A contract in another format. */
  public static Mapped<String> convert(Contract contract, String format) {
    Mapped<Map<String, Schema>> records = schemasOf(contract);
    Mapped<String> text = named(format).write(records.value());
    List<Loss> losses = new ArrayList<>(records.losses());
    losses.addAll(text.losses());
    return new Mapped<>(text.value(), losses);
  }

  /**
   * What changed between contracts of two formats, by the rules of tables, and what could not be
   * compared. One record against one is compared whatever their names.
   */
  public static Mapped<List<Finding>> diff(Contract older, Contract newer, Mode mode) {
    Mapped<Map<String, Schema>> before = schemasOf(older);
    Mapped<Map<String, Schema>> after = schemasOf(newer);
    List<Loss> losses = new ArrayList<>(before.losses());
    losses.addAll(after.losses());
    Map<String, Schema> now = after.value();
    if (before.value().size() == 1 && now.size() == 1) {
      now = Map.of(before.value().keySet().iterator().next(), now.values().iterator().next());
    }
    return new Mapped<>(TableDiff.between(tables(before.value()), tables(now), mode), losses);
  }

  private static List<OdcsTable> tables(Map<String, Schema> records) {
    String yaml = new OdcsMapping().write(new LinkedHashMap<>(records)).value();
    return OdcsContract.read(yaml, "mapped").tables();
  }
}

package dev.datamesh.contracts.odcs;

import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A column, a field of a record, or the items of a list. Immutable.
 *
 * @param name empty for items
 * @param logicalType the standard's word; empty if not told
 * @param physicalType the engine's word; empty if not told
 * @param primaryKeyPosition from 1; {@link Integer#MAX_VALUE} where the contract tells none
 * @param enumValues the only values, in their order; empty if any
 * @param options the standard's {@code logicalTypeOptions}
 * @param children the fields of an object; {@code items} of an array; {@code key} and {@code value}
 *     of a map
 * @param position where it stands
 */
public record OdcsColumn(
    String name,
    String logicalType,
    String physicalType,
    boolean required,
    boolean unique,
    boolean primaryKey,
    int primaryKeyPosition,
    List<Node> enumValues,
    Map<String, Node> options,
    List<OdcsRule> quality,
    List<OdcsColumn> children,
    String description,
    String classification,
    List<String> tags,
    String pointer,
    SourcePosition position) {

  public OdcsColumn {
    enumValues = List.copyOf(enumValues);
    options = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(options));
    quality = List.copyOf(quality);
    children = List.copyOf(children);
    tags = List.copyOf(tags);
  }

  public Optional<OdcsColumn> find(String child) {
    return children.stream().filter(found -> found.name().equals(child)).findFirst();
  }
}

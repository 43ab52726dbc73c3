package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.offline.RowBlock;
import dev.datamesh.featurestore.offline.RowBlocks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A view's rows on disk as its source would have them, block by block: under the source's names,
 * each of its columns once. For one thread at a time.
 */
final class StoredBlocks implements FrameBlocks {

  /** A column of the source, and where it is in a block. */
  private record Part(Field field, Function<RowBlock, Column> of) {}

  private final RowBlocks rows;
  private final List<Part> parts;
  private final Schema schema;

  /**
   * The rows of a table.
   *
   * @param features those that the rows have; the view's others are null
   * @param aside whether they are those that have no event time
   */
  StoredBlocks(FeatureView view, List<Feature> features, RowBlocks rows, boolean aside) {
    this.rows = rows;
    Map<String, Part> bySource = new LinkedHashMap<>();
    for (int key = 0; key < view.keys().fields().size(); key++) {
      int place = key;
      Field field = view.keys().fields().get(key);
      add(bySource, view, field.name(), field.type(), block -> block.keyColumn(place));
    }
    time(bySource, view.source().eventTime(), aside ? null : RowBlock::eventColumn);
    if (view.source().hasCreatedTime()) {
      time(bySource, view.source().createdTime(), RowBlock::createdColumn);
    }
    for (Feature feature : view.features()) {
      int place = features.indexOf(feature);
      add(
          bySource,
          view,
          feature.name(),
          feature.type(),
          place < 0 ? null : block -> block.valueColumn(place));
    }
    this.parts = List.copyOf(bySource.values());
    this.schema = new Schema(parts.stream().map(Part::field).toList());
  }

  /** A source's column may serve twice, as a key and as a feature; null: its values are. */
  private static void add(
      Map<String, Part> bySource,
      FeatureView view,
      String name,
      FieldType type,
      @Nullable Function<RowBlock, Column> of) {
    Field field = Field.nullable(view.source().columnOf(name), type);
    bySource.putIfAbsent(field.name(), part(field, of));
  }

  /** Times are never read from another's column. */
  private static void time(
      Map<String, Part> bySource, String name, @Nullable Function<RowBlock, Column> of) {
    bySource.put(name, part(Field.nullable(name, Primitive.TIMESTAMP_TZ), of));
  }

  private static Part part(Field field, @Nullable Function<RowBlock, Column> of) {
    return new Part(field, of == null ? block -> OfflineRows.nulls(field, block.rows()) : of);
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public Frame next() {
    RowBlock block = rows.next();
    List<Column> columns = new ArrayList<>();
    parts.forEach(part -> columns.add(part.of.apply(block).withField(part.field)));
    return Frame.of(columns);
  }

  @Override
  public void close() {
    rows.close();
  }
}

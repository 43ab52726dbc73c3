package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Column;
import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.schema.Field;
import dev.datamesh.core.schema.FieldType.Primitive;
import dev.datamesh.core.schema.Schema;
import dev.datamesh.featurestore.definition.Feature;
import dev.datamesh.featurestore.definition.FeatureView;
import dev.datamesh.featurestore.offline.RowBlock;
import dev.datamesh.featurestore.offline.RowBlocks;
import java.util.ArrayList;
import java.util.List;

/**
 * A view's rows on disk as its source would have them, block by block. For one thread at a time.
 */
final class StoredBlocks implements FrameBlocks {

  private final FeatureView view;
  private final List<Feature> features;
  private final RowBlocks rows;
  private final boolean aside;
  private final Schema schema;

  /**
   * The rows of a table.
   *
   * @param aside whether they are those that have no event time
   */
  StoredBlocks(FeatureView view, List<Feature> features, RowBlocks rows, boolean aside) {
    this.aside = aside;
    this.view = view;
    this.features = features;
    this.rows = rows;
    List<Field> fields = new ArrayList<>();
    view.keys().fields().forEach(key -> fields.add(Field.nullable(key.name(), key.type())));
    fields.add(Field.nullable(view.source().eventTime(), Primitive.TIMESTAMP_TZ));
    if (view.source().hasCreatedTime()) {
      fields.add(Field.nullable(view.source().createdTime(), Primitive.TIMESTAMP_TZ));
    }
    view.features().forEach(each -> fields.add(Field.nullable(each.name(), each.type())));
    this.schema = new Schema(fields);
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
    int place = 0;
    for (int key = 0; key < view.keys().fields().size(); key++) {
      columns.add(block.keyColumn(key).withField(schema.fields().get(place++)));
    }
    Field event = schema.fields().get(place++);
    columns.add(
        aside ? OfflineRows.nulls(event, block.rows()) : block.eventColumn().withField(event));
    if (view.source().hasCreatedTime()) {
      columns.add(block.createdColumn().withField(schema.fields().get(place++)));
    }
    for (Feature feature : view.features()) {
      Field field = schema.fields().get(place++);
      int stored = features.indexOf(feature);
      columns.add(
          stored >= 0
              ? block.valueColumn(stored).withField(field)
              : OfflineRows.nulls(field, block.rows()));
    }
    return Frame.of(columns);
  }

  @Override
  public void close() {
    rows.close();
  }
}
